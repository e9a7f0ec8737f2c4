import type { PhenotypeCase } from '@raredx/cohort';
import { buildOntology, parseObo } from '@raredx/ontology';
import { expect, test } from 'vitest';
import { caseFlow } from './case-flow.ts';
import { caseTableOne } from './case-table-one.ts';
import type { PhenotypeStudy } from './phenotype-study.ts';
import { joinedTrials, trialTable } from './trial-table.ts';

const ontology = buildOntology(
  parseObo(
    'data-version: hp/releases/2025-01-16\n\n[Term]\nid: HP:0000118\nname: all\n\n[Term]\nid: HP:0000002\nname: Eye\nis_a: HP:0000118\n',
  ),
);
const eye = ontology.places.get('HP:0000002') as number;
const one = (id: string, sex: PhenotypeCase['sex']): PhenotypeCase => ({
  ...{ id, patient: id, site: 'PMID:1', sex, truths: ['OMIM:1'], genes: [], notes: [] },
  observed: Int32Array.of(eye),
  excluded: Int32Array.of(),
});
const cases = [one('a', 'male'), one('b', 'female'), one('c', 'male')];
const study: PhenotypeStudy = {
  ...{ development: cases.slice(0, 1), external: cases.slice(1), novel: [], newest: [], shots: [] },
  ...{ heldOut: [], exposure: new Map([['OMIM:1', 7]]) },
  counts: { known: 3, early: 1, earlyDescribed: 1, earlyFair: 1, late: 2, lateDescribed: 2, newest: 0 },
};

test('every step of the flow says how many it left out, and why', () => {
  const batch = { cases, leftOut: [{ where: 'x.json', because: 'no finding' }] };
  const [, external] = caseFlow(batch, study).cohorts;
  expect(external?.steps.map(({ patients, excluded }) => [patients, excluded])).toEqual([
    [4, 0],
    [3, 1],
    [3, 0],
    [2, 1],
    [2, 0],
    [2, 0],
  ]);
  expect(external?.steps.filter(({ excluded, reason }) => excluded > 0 !== (reason !== null))).toEqual([]);
});

test('table 1 counts cases by cohort and keeps the order of bands', () => {
  const { rows, sites } = caseTableOne(study, ontology);
  expect(sites.map(({ patients }) => patients)).toEqual([1, 2, 0]);
  const cell = (variable: string, level: string) =>
    rows.find((row) => row.variable === variable && row.level === level)?.cells.map(({ count }) => count);
  expect(cell('sex', 'male')).toEqual([1, 1, 0]);
  expect(cell('organ', 'Eye')).toEqual([1, 2, 0]);
  expect(cell('exposure', '5-19')).toEqual([1, 2, 0]);
});

test('trials of several measures lie in one table', () => {
  const trial = (value: number) => ({
    ...{ of: one('a', 'male'), model: 'm', condition: 'c', group: 'g', disease: 'OMIM:1', draw: 0, value },
  });
  const tables = (['rank', 'questions'] as const).map((measure) =>
    trialTable([trial(2)], { measure, partition: 'external', candidateCount: () => 5 }),
  );
  expect(joinedTrials(tables)).toMatchObject({ rows: 2, value: Float64Array.of(2, 2) });
});
