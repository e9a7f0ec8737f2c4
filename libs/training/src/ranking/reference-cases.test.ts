import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCases } from '@raredx/cohort';
import { openKnowledge, resolveTerm } from '@raredx/ontology';
import { expect, test } from 'vitest';
import { candidatesOf } from './candidates-of.ts';
import { likelihoodRatioRanker } from './likelihood-ratio-ranker.ts';
import { midRank } from './mid-rank.ts';

const folder = fileURLToPath(new URL('../../../../../shared/data/phenopackets', import.meta.url));
const zip = join(folder, 'phenopacket-store.zip');

/** Published after the freeze, not cited for their disease, the disease in the knowledge base. */
const isTemporal = (line: string): boolean => {
  const [, , , seen = '', cited, known] = line.split('\t');
  return seen > '2025-01-16' && cited === '0' && known === '1';
};

test.skipIf(!existsSync(zip))('MICA-LR gives the reference figures on the 339 temporal cases', async () => {
  const { ontology, annotations, genes } = await openKnowledge();
  const lines = readFileSync(join(folder, 'case_flags.tsv'), 'utf8').split('\n').slice(1);
  const temporal = new Set(lines.filter(isTemporal).map((line) => line.split('\t')[0]));
  const { cases, leftOut } = await readCases(zip, { lookUp: (id) => resolveTerm(ontology, id) });
  expect([cases.length, leftOut.length]).toEqual([9602, 3]);
  const candidates = candidatesOf(annotations);
  const places = new Map(candidates.map((id, at) => [id, at]));
  const ranker = likelihoodRatioRanker({ ontology, annotations, genes }, candidates);
  const scores = new Float32Array(candidates.length);
  const ranks = cases
    .filter(({ id }) => temporal.has(id))
    .map((one) => {
      ranker.score(one, scores);
      return midRank(scores, places.get(one.truths[0] ?? '') as number);
    });
  const within = (depth: number) => ranks.filter((rank) => rank <= depth).length;
  expect([candidates.length, ranks.length]).toEqual([8352, 339]);
  expect([within(1), within(3), within(10)]).toEqual([81, 128, 170]);
});
