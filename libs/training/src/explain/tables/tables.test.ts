import { readFileSync } from 'node:fs';
import { createRandom, expit } from '@raredx/stats';
import { describe, expect, test } from 'vitest';
import { permutationImportance } from './permutation-importance.ts';
import { type ShapleyTask, shapleyValues } from './shapley-values.ts';

interface Case {
  readonly name: string;
  readonly players: readonly (readonly number[])[];
  readonly background: readonly (readonly number[])[];
  readonly rows: readonly (readonly number[])[];
  readonly values: readonly (readonly number[])[];
  readonly base: number;
}

const file = new URL('../../../fixtures/shapley.json', import.meta.url);
const { cases }: { readonly cases: readonly Case[] } = JSON.parse(readFileSync(file, 'utf8'));

const models: Readonly<Record<string, (row: Float64Array) => number>> = {
  interactions: ([a, b, c]) => a * b + Math.tanh(c) + 0.5 * a,
  risk: (x) => expit(0.8 * x[0] - 0.5 * x[1] + 0.3 * x[0] * x[2] + 0.4 * x[3] - 0.7 * x[4] + 0.2 * x[5]),
};

const byRow = (model: (row: Float64Array) => number, width: number) => (rows: Float64Array, count: number) =>
  Float64Array.from({ length: count }, (_, at) => model(rows.subarray(at * width, (at + 1) * width)));

const taskOf = ({ name, players, background, rows }: Case): ShapleyTask => ({
  predict: byRow(models[name], rows[0].length),
  players,
  background: Float64Array.from(background.flat()),
  width: rows[0].length,
});

describe('Shapley values', () => {
  test.each(cases.map((one) => [one.name, one] as const))('are those of the definition: %s', (_, one) => {
    one.rows.forEach((row, at) => {
      const found = shapleyValues(taskOf(one), Float64Array.from(row), { random: createRandom(1) });
      expect(found.method).toBe('exact');
      expect(found.base).toBeCloseTo(one.base, 12);
      one.values[at].forEach((value, player) => {
        expect(found.values[player]).toBeCloseTo(value, 12);
      });
    });
  });

  test.each([['exact', 10] as const, ['sampled', 0] as const])(
    'add up to the prediction: %s',
    (method, most) => {
      for (const one of cases) {
        const row = Float64Array.from(one.rows[0]);
        const found = shapleyValues(taskOf(one), row, {
          random: createRandom(2),
          exactUpTo: most,
          orders: 7,
        });
        const total = found.values.reduce((sum, value) => sum + value, 0);
        expect(found.method).toBe(method);
        expect(total).toBeCloseTo(found.prediction - found.base, 12);
      }
    },
  );

  test('by sampling come close, and say how close', () => {
    const [, one] = cases;
    const options = { random: createRandom(3), exactUpTo: 0, orders: 400 };
    const found = shapleyValues(taskOf(one), Float64Array.from(one.rows[1]), options);
    one.values[1].forEach((value, player) => {
      expect(Math.abs(found.values[player] - value)).toBeLessThan(4 * found.errors[player] + 1e-12);
      expect(found.errors[player]).toBeLessThan(0.01);
    });
  });

  test('give nothing to a column that does nothing; the same seed gives the same bits', () => {
    const [one] = cases;
    const row = Float64Array.from(one.rows[2]);
    const sampled = () => shapleyValues(taskOf(one), row, { random: createRandom(4), exactUpTo: 0 });
    expect(sampled().values[3]).toBe(0);
    expect(sampled()).toEqual(sampled());
  });

  test('refuse a row of another width', () => {
    const run = () => shapleyValues(taskOf(cases[0]), Float64Array.of(1), { random: createRandom(1) });
    expect(run).toThrow('rows of 4 columns are needed (row: 1');
  });
});

describe('permutation importance', () => {
  const random = createRandom('rows');
  const rows = 240;
  const x = Float64Array.from({ length: rows * 3 }, () => random.normal());
  const y = Uint8Array.from({ length: rows }, (_, row) => (random.uniform() < expit(2 * x[row * 3]) ? 1 : 0));
  const task = {
    predict: byRow((row) => expit(2 * row[0] + 0 * row[1]), 3),
    ...{ rows: x, width: 3 },
    predictors: [
      { name: 'first', columns: [0] },
      { name: 'others', columns: [1, 2] },
    ],
    groups: Array.from({ length: rows }, (_, row) => Math.floor(row / 2)),
    loss: (row: number, p: number) => -Math.log(y[row] === 1 ? p : 1 - p),
  };

  test('is above 0 with its interval where the model looks, exactly 0 where it does not', () => {
    const [first, others] = permutationImportance(task, { random: createRandom(5), permutations: 8 });
    expect(first.feature).toBe('first');
    expect(first.lower).toBeGreaterThan(0.1);
    expect(first.importance).toBeGreaterThan(first.lower as number);
    expect(first.importance).toBeLessThan(first.upper as number);
    expect(others).toEqual({ feature: 'others', importance: 0, lower: 0, upper: 0 });
  });

  test('has wider limits where rows belong to fewer patients, none where patients are too few', () => {
    const with_ = (groups: readonly number[]) =>
      permutationImportance({ ...task, groups }, { random: createRandom(5), permutations: 4 })[0];
    const width = ({ lower, upper }: ReturnType<typeof with_>) => (upper as number) - (lower as number);
    const few = with_(Array.from({ length: rows }, (_, row) => (y[row] === 1 ? row % 4 : 4 + (row % 4))));
    expect(width(few)).not.toBe(width(with_(task.groups)));
    expect(with_(Array.from({ length: rows }, (_, row) => row % 3)).lower).toBeNull();
  });
});
