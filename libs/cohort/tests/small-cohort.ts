import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cohort, loadCohort, loadDataset } from '../src/index.ts';

/** A declaration that the tests change line by line. */
export const smallDeclaration = `name: small
title: Small
source: made up
licence: none
file: small.csv
patient: id
site: site
columns:
  - { name: id, type: text, title: Patient, role: identifier }
  - { name: site, type: category, title: Site, levels: [{ code: A, label: Ayr }, { code: B, label: Bonn }] }
  - { name: stage, type: category, title: Stage, missing: ['9'], levels: [{ code: 1, label: I }, { code: 2, label: II }, { code: 3, label: III }] }
  - { name: age, type: integer, title: Age, unit: months, range: [0, 200] }
  - { name: marker, type: number, title: Marker, missing: [NA] }
  - { name: rel, as: relapse, type: boolean, title: Relapse, role: outcome }
derived:
  - { name: age_years, kind: scale, from: age, divideBy: 12, unit: years, title: Age }
  - { name: age_band, kind: bands, from: age_years, cuts: [2, 5], labels: [young, middle, old], title: Age band }
  - { name: late, kind: recode, from: stage, levels: [{ label: early, from: [I, II] }, { label: late, from: [III] }], title: Late }
eligibility:
  - { step: stage known, reason: stage not recorded, kind: known, column: stage }
  - { step: at most ten years, reason: older than ten, kind: range, column: age_years, range: [null, 10] }
`;

export const smallCsv = `id,site,stage,age,marker,rel
00012,A,1,24,1.5,0
00013,A,2,60,-2,1
00014,A,9,12,NA,0
00015,B,3,130,0.25,TRUE
00016,B,1,23,,FALSE
00017,B,2,59,1e3,0
`;

/** A dataset folder in the temporary directory. */
export function datasetFolder(declaration = smallDeclaration, file: string | Uint8Array = smallCsv): string {
  const folder = mkdtempSync(join(tmpdir(), 'raredx-cohort-'));
  writeFileSync(join(folder, 'dataset.yaml'), declaration);
  const name = /^file: (.*)$/m.exec(declaration)?.[1] ?? 'small.csv';
  writeFileSync(join(folder, name), file);
  return folder;
}

export async function smallCohort(declaration?: string, file?: string | Uint8Array): Promise<Cohort> {
  return loadCohort(loadDataset(datasetFolder(declaration, file)));
}
