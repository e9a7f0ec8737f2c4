import type { KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  billComponents,
  type Explanations,
  type LabelNoise,
  type PackInput,
  readExplanations,
  readFewShots,
  readTrainings,
} from '@raredx/report';
import { type Decision, decodeEvidenceJson, type EvidenceFile } from '@raredx/tables';
import type { LabelNoiseTable } from '../run/label-noise.ts';
import type { Talk } from '../talk.ts';
import { readFacts } from './facts.ts';
import { readHuman } from './human-file.ts';
import { copyDocuments, explanationsFile, fewShotsFile, trainingsFile } from './pack-documents.ts';
import { readOptions } from './pack-options.ts';
import { pageViewer } from './page-viewer.ts';
import { placePages } from './place-pages.ts';
import { sealFolder } from './seal-folder.ts';
import { billFile, writeBill } from './software-bill.ts';
import { textPages } from './text-pages.ts';

export interface WrittenPack {
  readonly page: string;
  /** What the seal signs. */
  readonly statement: string;
}

/**
 * Writes `pack/`: the pages, all that their numbers follow from, and the seal. Same files and key in, same bytes out.
 */
export async function writePack(folder: string, talk: Talk, key: KeyObject): Promise<WrittenPack> {
  const step = talk.step('pack');
  const facts = readFacts(folder);
  writeBill(folder);
  const { evidence, pages, input } = await renderPack(folder);
  await placePages(join(folder, 'pack'), pages, { input, formats: readOptions(folder).formats });
  copyDocuments(folder, facts);
  const sealer = await sealFolder(join(folder, 'pack'), facts, { key, evidence });
  const size = Math.round((pages.get('index.html') ?? '').length / 1024);
  step.end(`${size} KiB, ${evidence.rows.length} statements; sealed by key ${sealer.keyId.slice(0, 16)}`);
  return { page: join(folder, 'pack', 'index.html'), statement: sealer.statement };
}

/** The pages that follow from a folder's documents, by name. A pack is such a folder too: verify renders it again. */
export async function renderPack(folder: string): Promise<{
  readonly evidence: EvidenceFile;
  readonly pages: ReadonlyMap<string, string>;
  readonly input: PackInput;
}> {
  const input = packInputOf(folder);
  const viewer = await pageViewer(folder, readFacts(folder));
  return { evidence: input.evidence, pages: textPages(input, readOptions(folder).formats, viewer), input };
}

/** Everything the pages print, from a folder's documents. */
export function packInputOf(folder: string): PackInput {
  const facts = readFacts(folder);
  const bill = join(folder, billFile);
  const evidence = decodeEvidenceJson(readFileSync(join(folder, 'evidence.json'), 'utf8'), 'evidence.json');
  return {
    title: facts.title,
    question: facts.question,
    ...(facts.expectation ? { expectation: facts.expectation } : {}),
    ...(facts.rankings ? { judged: 'rankings' as const } : {}),
    evidence,
    decision: document<Decision>(folder, 'decision.json'),
    flow: document(folder, 'cohort/flow.json'),
    tableOne: document(folder, 'cohort/table-one.json'),
    quality: document(folder, 'cohort/quality.json'),
    missingness: document(folder, 'cohort/missingness.json'),
    leak: document(folder, 'cohort/leak-certificate.json'),
    models: facts.models,
    baseline: facts.baseline,
    primary: facts.primary,
    thresholds: facts.thresholds,
    provenance: facts.provenance,
    unchecked: facts.unchecked,
    labelNoise: noise(document<LabelNoiseTable>(folder, 'cohort/label-noise.json')),
    dataset: document(folder, 'cohort/dataset.json'),
    explanations: readExplanationsOf(folder),
    ...trainingsOf(folder),
    ...fewShotsOf(folder),
    human: readHuman(folder),
    software: existsSync(bill) ? billComponents(readFileSync(bill, 'utf8')) : null,
    requirements: readOptions(folder).requirements,
  };
}

function readExplanationsOf(folder: string): Explanations | null {
  const path = join(folder, explanationsFile);
  return existsSync(path) ? readExplanations(readFileSync(path, 'utf8'), explanationsFile) : null;
}

function fewShotsOf(folder: string): Pick<PackInput, 'fewShots'> {
  const path = join(folder, fewShotsFile);
  return existsSync(path) ? { fewShots: readFewShots(readFileSync(path, 'utf8'), fewShotsFile) } : {};
}

function trainingsOf(folder: string): Pick<PackInput, 'trainings'> {
  const path = join(folder, trainingsFile);
  return existsSync(path) ? { trainings: readTrainings(readFileSync(path, 'utf8'), trainingsFile) } : {};
}

function document<T>(folder: string, name: string): T | null {
  const path = join(folder, name);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : null;
}

function noise(counted: LabelNoiseTable | null): LabelNoise | null {
  if (!counted) return null;
  const { title, levels, table, kappa } = counted;
  return {
    title,
    kappa: 'value' in kappa ? { value: kappa.value, lower: null, upper: null } : kappa,
    table,
    rowLabels: levels,
    columnLabels: levels,
    note: `Rows: ${counted.observed}. Columns: ${counted.reference}.`,
  };
}
