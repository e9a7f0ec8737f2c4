import { describe, expect, test } from 'vitest';
import { expectRelative } from '../../tests/expect-relative.ts';
import { fixture } from '../../tests/fixture.ts';
import {
  type ChainedColumn,
  type ChainedImputations,
  type ChainedOptions,
  createRandom,
  fitLogistic,
  imputationCount,
  imputeChained,
  independentColumns,
  poolImputations,
  scaleReduction,
} from '../index.ts';

interface Pooled {
  missing: { b: number[]; s: number[]; g: number[] };
  estimate: number[];
  se: number[];
  between: number[];
  means: number[];
}
const reference = fixture<{
  data: Record<'a' | 'b' | 's' | 'g' | 'y', number[]>;
  m: number;
  pooled: Record<'mcar' | 'mar', Pooled>;
}>('imputation');

const { data } = reference;
const none = (rows: number) => new Uint8Array(rows);
const category = (
  name: string,
  codes: number[],
  missing: ArrayLike<number>,
  levels: number,
): ChainedColumn => ({
  kind: 'category',
  name,
  levels,
  codes: Int32Array.from(codes, (code, row) => (missing[row] ? -1 : code)),
  missing: Uint8Array.from(missing),
});
const numeric = (name: string, values: ArrayLike<number>, missing: ArrayLike<number>): ChainedColumn => ({
  kind: 'numeric',
  name,
  values: Float64Array.from(values, (value, row) => (missing[row] ? Number.NaN : value)),
  missing: Uint8Array.from(missing),
});
const tableOf = ({ missing }: Pooled) => [
  numeric('a', data.a, none(250)),
  numeric('b', data.b, missing.b),
  category('s', data.s, missing.s, 2),
  category('g', data.g, missing.g, 3),
  category('y', data.y, none(250), 2),
];
function impute(
  columns: readonly ChainedColumn[],
  options: Partial<ChainedOptions> = {},
): ChainedImputations {
  const made = imputeChained(columns, {
    imputations: 2,
    iterations: 3,
    random: createRandom('test'),
    ...options,
  });
  return 'undefinedBecause' in made ? expect.fail(made.undefinedBecause) : made;
}

/** log odds of y on a, b, s, g1, g2, pooled by Rubin's rules. */
function analysed({ completed }: ChainedImputations) {
  const fits = completed.map(([a, b, s, g, y]) => {
    const fit = fitLogistic({
      y: Uint8Array.from(y!),
      columns: [a!, b!, s!, g!.map((code) => +(code === 1)), g!.map((code) => +(code === 2))],
    });
    return 'undefinedBecause' in fit ? expect.fail(fit.undefinedBecause) : fit;
  });
  return Array.from({ length: 6 }, (_, j) => {
    const pooled = poolImputations(
      {
        estimates: Float64Array.from(fits, (fit) => fit.coefficients[j]!),
        variances: Float64Array.from(fits, (fit) => fit.covariance[j * 7]!),
        completeDf: 244,
      },
      0.95,
    );
    return 'undefinedBecause' in pooled ? expect.fail(pooled.undefinedBecause) : pooled;
  });
}

describe.each(['mcar', 'mar'] as const)('data missing %s', (mechanism) => {
  const expected = reference.pooled[mechanism];
  const imputations = 200;
  const pooled = analysed(impute(tableOf(expected), { imputations, iterations: 5 }));

  test('pooled coefficients are those of mice within Monte Carlo error', () => {
    pooled.forEach((found, j) => {
      const error = Math.sqrt(found.between / imputations + expected.between[j]! / reference.m);
      expect(Math.abs(found.estimate - expected.estimate[j]!) / error, `coefficient ${j}`).toBeLessThan(3.5);
    });
  });

  test('and so are their standard errors', () => {
    pooled.forEach((found, j) => {
      expect(Math.abs(Math.sqrt(found.total) / expected.se[j]! - 1), `coefficient ${j}`).toBeLessThan(0.05);
    });
  });
});

describe('imputeChained', () => {
  const table = tableOf(reference.pooled.mar);

  test('keeps what is observed and imputes only what occurs', () => {
    const { completed, chains, notes } = impute(table);
    expect(notes).toEqual([]);
    expect(chains.map(({ column, means }) => [column, means.length, means[0]!.length])).toEqual([
      ['b', 2, 3],
      ['s', 2, 3],
      ['g', 2, 3],
    ]);
    for (const columns of completed)
      columns.forEach((values, place) => {
        const { missing, ...column } = table[place]!;
        const observed = column.kind === 'numeric' ? column.values : Float64Array.from(column.codes);
        const occurring = new Set(observed.filter((_, row) => !missing[row]));
        values.forEach((value, row) => {
          if (missing[row]) expect(occurring).toContain(value);
          else expect(value).toBe(observed[row]);
        });
      });
    expect(completed[0]![1]).not.toEqual(completed[1]![1]);
    expect(impute(table).completed).toEqual(completed);
  });

  test('later imputations do not move earlier ones', () => {
    expect(impute(table, { imputations: 3 }).completed.slice(0, 2)).toEqual(impute(table).completed);
  });

  describe('rows held out', () => {
    const learning = Uint8Array.from({ length: 250 }, (_, row) => +(row < 180));
    const keys = Array.from({ length: 250 }, (_, row) => `patient ${row}`);
    const rowsOf = (rows: number[]) =>
      impute(
        table.map((column) => taken(column, rows)),
        { learning: Uint8Array.from(rows, (row) => learning[row]!), rowKeys: rows.map((row) => keys[row]!) },
      ).completed;
    const taken = (column: ChainedColumn, rows: number[]): ChainedColumn => {
      const missing = Uint8Array.from(rows, (row) => column.missing[row]!);
      return column.kind === 'numeric'
        ? { ...column, missing, values: Float64Array.from(rows, (row) => column.values[row]!) }
        : { ...column, missing, codes: Int32Array.from(rows, (row) => column.codes[row]!) };
    };
    const training = Array.from({ length: 180 }, (_, row) => row);
    const everyone = rowsOf(Array.from({ length: 250 }, (_, row) => row));

    test('do not move the training rows', () => {
      const alone = rowsOf(training);
      const cut = everyone.map((columns) => columns.map((values) => values.slice(0, 180)));
      expect(cut).toEqual(alone);
    });

    test('are imputed the same alone and in company', () => {
      for (const row of [183, 200, 249]) {
        const alone = rowsOf([...training, row]);
        const at = (made: typeof alone, place: number) =>
          made.map((columns) => columns.map((values) => values[place]));
        expect(at(alone, 180)).toEqual(at(everyone, row));
      }
    });

    test('get nothing of what only they have', () => {
      const shifted = table.map((column) =>
        column.kind === 'numeric'
          ? { ...column, values: column.values.map((value, row) => (row < 180 ? value : value + 1000)) }
          : column,
      );
      const { completed } = impute(shifted, { learning });
      const b = completed[0]![1]!;
      table[1]!.missing.forEach((flag, row) => {
        if (flag) expect(b[row]).toBeLessThan(500);
      });
    });
  });

  test('the predictor matrix leaves predictors out', () => {
    const n = 300;
    const stream = createRandom('matrix');
    const x = Float64Array.from({ length: n }, () => stream.normal());
    const lost = Uint8Array.from({ length: n }, (_, row) => +(row % 3 === 0));
    const columns = [numeric('x', x, none(n)), numeric('copy', x, lost)];
    const error = (predictorMatrix?: number[][]) => {
      const { completed } = impute(columns, predictorMatrix ? { predictorMatrix } : {});
      return Math.max(...x.map((value, row) => (lost[row] ? Math.abs(completed[0]![1]![row]! - value) : 0)));
    };
    const inner = Math.max(...x.map(Math.abs));
    expect(error()).toBeLessThan(1);
    expect(
      error([
        [0, 0],
        [0, 0],
      ]),
    ).toBeGreaterThan(inner / 2);
  });

  test('ordered categories take codes that occur; what teaches nothing is said', () => {
    const stage: ChainedColumn = {
      ...category('stage', [0, 2, 2, 3, 0, 2, 3, 3], [0, 0, 0, 0, 0, 0, 0, 1], 5),
      ordered: true,
    } as ChainedColumn;
    const flat = numeric('flat', [1, 1, 1, 1, 1, 1, 1, 1], [0, 0, 1, 0, 0, 0, 0, 0]);
    const { completed, notes } = impute([stage, flat]);
    expect([0, 2, 3]).toContain(completed[0]![0]![7]);
    expect(completed[0]![1]).toEqual(new Float64Array(8).fill(1));
    expect(notes).toEqual(['flat: one value observed, imputed everywhere']);
  });

  test('more predictors than rows, and two rows, still impute', () => {
    const wide = Array.from({ length: 12 }, (_, j) =>
      numeric(
        `x${j}`,
        Array.from({ length: 6 }, (_, i) => Math.sin(i * 7 + j * 3)),
        j === 0 ? [1, 0, 0, 0, 0, 0] : none(6),
      ),
    );
    expect(impute(wide).completed[0]![0]!.every(Number.isFinite)).toBe(true);
    const tiny = impute([numeric('x', [1, 2, 3], [0, 0, 1]), category('c', [0, 1, 1], [0, 0, 1], 2)]);
    expect([1, 2]).toContain(tiny.completed[0]![0]![2]);
  });

  test('a column without an observed value is a reason, a wrong argument an error', () => {
    const empty = numeric('x', [0, 0], [1, 1]);
    expect(imputeChained([empty], { imputations: 1, random: createRandom(1) })).toEqual({
      undefinedBecause: 'column x: no observed value',
    });
    expect(() => impute([empty, empty])).toThrow('column x stands twice');
    expect(() => impute(table, { imputations: 0 })).toThrow('imputations must be a whole number >= 1 (0)');
    expect(() => impute(table, { predictorMatrix: [[1]] })).toThrow('predictorMatrix is not 5 by 5');
    expect(() => impute(table, { learning: none(3) })).toThrow('learning has 3 entries for 250 rows');
    expect(() => impute([category('c', [0, 4], [0, 0], 2)])).toThrow(
      'column c has no valid value where one is observed (row 2)',
    );
  });
});

test('independentColumns leaves out constants, copies and what there is no room for', () => {
  const a = Float64Array.of(1, 2, 3, 5);
  const b = Float64Array.of(1e9, 1e9 + 1, 1e9 - 1, 1e9);
  const both = a.map((value, i) => 3 * value - 2 * (b[i]! - 1e9));
  expect(independentColumns([a, b, both, new Float64Array(4).fill(7)], 9)).toEqual([0, 1]);
  expect(independentColumns([a, b], 1)).toEqual([0]);
});

test('imputationCount is the percentage of incomplete rows, at least 20', () => {
  expect(imputationCount({ rows: 300, incomplete: 100 })).toBe(34);
  expect(() => imputationCount({ rows: 1, incomplete: 2 })).toThrow('(2 of 1)');
});

describe('scaleReduction', () => {
  test('by hand', () => {
    const chains = [Float64Array.of(1, 3, 2, 4), Float64Array.of(0, 2, 5, 7)];
    // halves (1,3) (2,4) (0,2) (5,7): W = 2, means 2 3 1 6
    const between = (1 + 0 + 4 + 9) / 3;
    expectRelative(
      (scaleReduction(chains) as { value: number }).value,
      Math.sqrt(1 / 2 + between / 2),
      1e-15,
    );
  });

  test('too short and constant chains are reasons', () => {
    expect(scaleReduction([new Float64Array(3)])).toEqual({
      undefinedBecause: '3 iterations: at least 4 are needed',
    });
    expect(scaleReduction([new Float64Array(4)])).toEqual({
      undefinedBecause: 'the imputed values do not vary',
    });
  });
});
