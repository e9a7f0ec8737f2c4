import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '@raredx/experiment';

import { type LabelNoise, renderHtml, renderMarkdownSummary } from '@raredx/report';
import { type Decision, decodeEvidenceJson } from '@raredx/tables';
import type { LabelNoiseTable } from '../run/label-noise.ts';
import type { Talk } from '../talk.ts';
import { readFacts } from './facts.ts';

/** Writes `pack/`: the page, the evidence it stands on and a summary. Same files in, same bytes out. */
export function writePack(folder: string, talk: Talk): string {
  const step = talk.step('pack');
  const facts = readFacts(folder);
  const evidenceText = readFileSync(join(folder, 'evidence.json'), 'utf8');
  const evidence = decodeEvidenceJson(evidenceText, 'evidence.json');
  const input = {
    title: facts.title,
    question: facts.question,
    ...(facts.expectation ? { expectation: facts.expectation } : {}),
    evidence,
    decision: document<Decision>(folder, 'decision.json'),
    flow: document(folder, 'cohort/flow.json'),
    tableOne: document(folder, 'cohort/table-one.json'),
    quality: document(folder, 'cohort/quality.json'),
    leak: document(folder, 'cohort/leak-certificate.json'),
    models: facts.models,
    baseline: facts.baseline,
    primary: facts.primary,
    thresholds: facts.thresholds,
    provenance: facts.provenance,
    unchecked: facts.unchecked,
    labelNoise: noise(document<LabelNoiseTable>(folder, 'cohort/label-noise.json')),
  } as Parameters<typeof renderHtml>[0];
  const page = renderHtml(input);
  writeAtomically(join(folder, 'pack', 'index.html'), page);
  writeAtomically(join(folder, 'pack', 'evidence.json'), evidenceText);
  writeAtomically(join(folder, 'pack', 'summary.md'), renderMarkdownSummary(input));
  const path = join(folder, 'pack', 'index.html');
  step.end(`${Math.round(page.length / 1024)} KiB, ${evidence.rows.length} statements`);
  return path;
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
