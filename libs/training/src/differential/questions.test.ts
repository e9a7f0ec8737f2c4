import { buildOntology, parseObo } from '@raredx/ontology';
import { createRandom } from '@raredx/stats';
import { expect, test } from 'vitest';
import type { CaseRanker } from '../ranking/case-ranker.ts';
import { informationQuestions, randomQuestions, tellingQuestions } from './question-policies.ts';
import { recordedFindings, withFinding } from './recorded-findings.ts';
import { recordSuffices, simulateQuestions } from './simulate-questions.ts';

/** A root with thirty findings, and one finding (31) below the first of them. */
const id = (term: number) => `HP:00000${String(term).padStart(2, '0')}`;
const ontology = buildOntology(
  parseObo(
    `data-version: hp/releases/2025-01-16\n\n${Array.from({ length: 32 }, (_, term) => {
      const above = term === 0 ? '' : `\nis_a: ${id(term === 31 ? 1 : 0)}`;
      return `[Term]\nid: ${id(term)}\nname: t${term}${above}\n`;
    }).join('\n')}`,
  ),
);

/** Candidate d has finding d + 1; without findings those with a small number lead. */
const ranker: CaseRanker = {
  name: 'one finding each',
  candidates: Array.from({ length: 30 }, (_, d) => `OMIM:${d}`),
  score({ observed }, into) {
    for (let d = 0; d < into.length; d += 1) into[d] = (observed.includes(d + 1) ? 3 : 0) - 0.1 * d;
  },
};
const shares = {
  offsets: Int32Array.from({ length: 31 }, (_, d) => d),
  term: Int32Array.from({ length: 30 }, (_, d) => d + 1),
  share: new Float32Array(30).fill(0.9),
  background: new Float32Array(32).fill(0.03),
};
const calibration = { temperature: 1, growth: 0, leader: [0, 1, 0, 0] as const };
/** The excluded findings are the rarest. */
const information = Float32Array.from({ length: 32 }, (_, term) => (term === 5 || term === 6 ? 9 : 3));
const setting = { ontology, ranker, calibration, shares, information };
const one = {
  observed: Int32Array.of(1, 26),
  excluded: Int32Array.of(5, 6),
  truth: 25,
  start: Int32Array.of(1),
};
const pool = recordedFindings(ontology, one);
const needed = (policy: Parameters<typeof simulateQuestions>[2]['policy'], most = 10) =>
  simulateQuestions({ ...setting, most }, one, { policy, pool });

test('a record answers what it holds, what is above it, and what it excludes, less what is known', () => {
  expect(pool).toEqual([5, 6, 26]);
  expect(
    recordedFindings(ontology, { ...one, observed: Int32Array.of(26, 31), start: Int32Array.of(26) }),
  ).toEqual([1, 5, 6, 31]);
  expect([...withFinding(ontology, Int32Array.of(1, 2), 31)]).toEqual([2, 31]);
});

test('a yes that brings nothing new onto the list is not asked for; the rarest first pays for what is excluded', () => {
  expect(needed(tellingQuestions(setting))).toBe(1);
  expect(needed(informationQuestions(setting))).toBe(3);
  expect(needed(randomQuestions(setting, createRandom(1)))).toBeLessThanOrEqual(3);
});

test('who stops, or whose record does not suffice, never arrives', () => {
  expect(needed(() => undefined)).toBe(Number.POSITIVE_INFINITY);
  expect(needed(informationQuestions(setting), 2)).toBe(Number.POSITIVE_INFINITY);
  expect(recordSuffices(setting, one)).toBe(true);
  expect(recordSuffices(setting, { observed: Int32Array.of(1, 2), truth: 25 })).toBe(false);
});
