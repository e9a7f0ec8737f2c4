import type { Explanation } from '@raredx/report';
import { createRandom } from '@raredx/stats';
import { type Head, headProbabilities } from '@raredx/training';
import { describe, expect, test } from 'vitest';
import { merged } from './explain.ts';
import { readoutFor, refittedHeads } from './explain-heads.ts';
import { likeliest, sameRisks } from './explain-judged.ts';
import { explainRows } from './explain-rows.ts';
import { siteReadout } from './explain-site-readout.ts';
import { standardisedBySite } from './standardised-by-site.ts';
import type { Study } from './study.ts';

const method = (id: string, admitted = false): Explanation => ({
  ...{ id, model: 'frozen', kind: 'grad-cam', admitted, table: [], figures: [] },
  gates: [{ name: 'deletion', passed: admitted, statistic: 1, lower: 0.5, upper: 2, why: 'so' }],
});

describe('explanations.json', () => {
  test('keeps what others left in it, and renews its own', () => {
    const before = JSON.stringify({
      schemaVersion: 1,
      methods: [method('logistic_permutation'), method('a', false)],
    });
    const { methods } = merged(before, [method('a', true), method('b')]);
    expect(methods.map(({ id, admitted }) => [id, admitted])).toEqual([
      ['logistic_permutation', false],
      ['a', true],
      ['b', false],
    ]);
    expect(merged(null, [method('a')]).methods).toHaveLength(1);
  });

  test('is not written over where it is not what it should be', () => {
    expect(() => merged('{"schemaVersion":1}', [method('a')])).toThrow('explanations.json');
  });
});

describe('the score that is explained', () => {
  const head: Head = {
    ...{ kind: 'softmax', classNames: ['a', 'b', 'c'], width: 2, notes: [] },
    coefficients: Float64Array.of(1, 0, 0, 2, -1, 1),
    intercept: Float64Array.of(0.5, 0, -0.5),
  };
  const features = { rows: 1, width: 2, values: Float32Array.of(0.25, -0.5) };
  const scoreBy = (of: Head, target: number) => {
    const { weights, bias } = readoutFor(of, [target]);
    return bias[0]! + weights[0]! * 0.25 + weights[1]! * -0.5;
  };

  test('differs between classes as the logits do, and sums to nothing', () => {
    const p = headProbabilities(head, features);
    const scores = [0, 1, 2].map((target) => scoreBy(head, target));
    expect(scores[0]! - scores[1]!).toBeCloseTo(Math.log(p[0]! / p[1]!), 6);
    expect(scores[0]! + scores[1]! + scores[2]!).toBeCloseTo(0, 6);
  });

  test('of two classes is half the log odds, one way or the other', () => {
    const two: Head = {
      ...{ kind: 'softmax', classNames: ['a', 'b'], width: 2, notes: [] },
      coefficients: Float64Array.of(1, 3),
      intercept: Float64Array.of(0.25),
    };
    const p = headProbabilities(two, features);
    expect(scoreBy(two, 1)).toBeCloseTo(Math.log(p[1]! / p[0]!) / 2, 6);
    expect(scoreBy(two, 0)).toBeCloseTo(-scoreBy(two, 1), 12);
  });

  test('has to state the risks that the model states', () => {
    expect(likeliest(Float64Array.of(0.2, 0.8, 0.6, 0.4), 2)).toEqual(Int32Array.of(1, 0));
    expect(sameRisks(Float64Array.of(0.5), Float64Array.of(0.5), 1e-3).passed).toBe(true);
    expect(sameRisks(Float64Array.of(0.51), Float64Array.of(0.5), 1e-3)).toMatchObject({ passed: false });
    expect(sameRisks(Float64Array.of(0.5), Float64Array.of(0.5, 0.5), 1e-3).passed).toBe(false);
  });
});

const rows = 90;
/** Three classes, two samples a patient; every third patient is at another site and judged once. */
function toyStudy(): Study {
  const patient = Array.from({ length: rows }, (_, row) => Math.floor(row / 2));
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  const external = all.filter((row) => patient[row]! % 5 === 0);
  const development = all.filter((row) => patient[row]! % 5 > 0);
  return {
    classes: ['a', 'b', 'c'],
    y: Int32Array.from(patient, (one) => one % 3),
    units: patient.map((one) => `p${one}`),
    ...{ development, external, split: null, fingerprint: '' },
    rounds: [
      {
        id: 'final',
        train: development,
        judged: [{ partition: 'external', repeat: -1, fold: -1, rows: external }],
      },
    ],
  } as unknown as Study;
}

describe('rows that are explained', () => {
  test('are of patients that the model never saw, one a patient, of all classes, by lot', () => {
    const study = toyStudy();
    const { explained, whose, training } = explainRows(study, 6, createRandom(1));
    expect(whose).toContain('external');
    expect(new Set(Array.from(explained, (row) => study.units[row])).size).toBe(6);
    expect(Array.from(explained, (row) => study.y[row]).toSorted()).toEqual([0, 0, 1, 1, 2, 2]);
    expect(Array.from(explained).every((row) => study.external.includes(row))).toBe(true);
    expect(Array.from(training).toSorted((a, b) => a - b)).toEqual([...study.development]);
    expect(explainRows(study, 6, createRandom(1)).explained).toEqual(explained);
    expect(explainRows(study, 6, createRandom(2)).explained).not.toEqual(explained);
  });

  test('are those learned from, and said to be, where there are no others', () => {
    const study = toyStudy();
    const [final] = study.rounds;
    const { whose } = explainRows({ ...study, rounds: [{ ...final!, judged: [] }] }, 6, createRandom(1));
    expect(whose).toContain('learned from');
  });
});

test('heads fitted again know the classes; those of shuffled labels know nothing', async () => {
  const study = toyStudy();
  const random = createRandom('features');
  const width = 6;
  const values = Float32Array.from({ length: rows * width }, (_, at) => {
    const row = Math.floor(at / width);
    return random.normal() + (at % width === study.y[row] ? 4 : 0);
  });
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  const features = { rows, width, values };
  const { refits, ignorant } = await refittedHeads({
    spec: { head: 'softmax', settings: [0.01, 0.1], criterion: 'log-loss', balanced: false },
    ...{ study, features, rows: all, random: createRandom(1) },
  });
  const right = (head: Head) =>
    likeliest(headProbabilities(head, features), 3).filter((code, row) => code === study.y[row]).length /
    rows;
  expect(refits).toHaveLength(5);
  for (const head of refits) expect(right(head)).toBeGreaterThan(0.9);
  for (const head of ignorant) expect(right(head)).toBeLessThan(0.7);
  expect(refits[0]!.coefficients).not.toEqual(refits[1]!.coefficients);
});

test('a readout of standardised features says the same of raw ones', () => {
  const random = createRandom(4);
  const [count, width] = [60, 3];
  const values = Float32Array.from({ length: count * width }, (_, at) => (at % width) + 2 * random.normal());
  const features = { rows: count, width, values };
  const sites = Array.from({ length: count }, (_, row) => (row % 3 === 0 ? 'north' : 'south'));
  const scaled = standardisedBySite(features, sites);
  const own = Uint32Array.of(3, 4, 59);
  const weights = Float32Array.from({ length: 9 }, () => random.normal());
  const readout = { width, weights, bias: Float32Array.of(1, -1, 0) };
  const raw = siteReadout(readout, { features, scaled }, { own, sites });
  const score = ({ weights: w, bias }: typeof raw, table: typeof scaled, at: number) =>
    [0, 1, 2].reduce((sum, j) => sum + w[at * 3 + j]! * table.values[own[at]! * 3 + j]!, bias[at]!);
  for (const at of [0, 1, 2]) expect(score(raw, features, at)).toBeCloseTo(score(readout, scaled, at), 5);
});
