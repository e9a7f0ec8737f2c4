import { describe, expect, test } from 'vitest';
import { expectAllRelative, expectRelative } from '../../tests/expect-relative.ts';
import { fixture } from '../../tests/fixture.ts';
import { linearDraw, type Random } from '../index.ts';
import { categoryDraw } from './category-draw.ts';
import { donorPool } from './donor-pool.ts';
import { predictions } from './predictive-mean-matching.ts';

interface Drawn {
  z: number[];
  u: number[];
  imputed: number[];
}
const { steps } = fixture<{
  steps: {
    x: number[][];
    observed: number[];
    number: number[];
    binary: number[];
    separated: number[];
    classes: number[];
    numbers: {
      u: number;
      z: number[];
      estimate: number[];
      coefficients: number[];
      sigma: number;
      nearest: number[];
    }[];
    binaries: Drawn[];
    separations: Drawn[];
    multinomials: { u: number[]; imputed: number[] }[];
  };
}>('imputation');

/** Yields the numbers that R drew. */
function scripted({ u = [], z = [] }: { u?: number[]; z?: number[] }): Random {
  const [uniforms, normals] = [[...u], [...z]];
  const random: Random = {
    uniform: () => uniforms.shift()!,
    normal: () => normals.shift() ?? 0,
    integer: () => 0,
    integers: (_, into) => into,
    fork: () => random,
  };
  return random;
}

const rows = steps.observed.map((_, row) => row);
const known = rows.filter((row) => steps.observed[row] === 1);
const lost = rows.filter((row) => steps.observed[row] === 0);
const x =
  steps.x[0]!.length === rows.length ? steps.x : steps.x[0]!.map((_, j) => steps.x.map((row) => row[j]!));
const at = (some: number[]) => x.map((column) => Float64Array.from(some, (row) => column[row]!));
const ones = (count: number) => new Float64Array(count).fill(1);
const pick = (values: number[]) => known.map((row) => values[row]!);

describe('given the random numbers, a step is that of mice', () => {
  test.each(steps.numbers)('numbers: the posterior draw and its nearest donors', (expected) => {
    const y = Float64Array.from(pick(steps.number));
    const draw = linearDraw(
      [ones(known.length), ...at(known)],
      y,
      scripted({ u: [expected.u], z: expected.z }),
    );
    if ('undefinedBecause' in draw) return expect.fail(draw.undefinedBecause);
    expectAllRelative(draw.estimate, expected.estimate, 1e-12, 'estimate');
    expectRelative(draw.sigma, expected.sigma, 1e-10, 'sigma');
    expectAllRelative(draw.coefficients, expected.coefficients, 1e-10, 'coefficients');
    const pool = donorPool(
      { predictions: predictions([ones(known.length), ...at(known)], draw.estimate), y },
      { donors: 1, random: scripted({}) },
    );
    const targets = predictions([ones(lost.length), ...at(lost)], draw.coefficients);
    expect(Array.from(targets, (target) => pool.draw(target, scripted({})))).toEqual(expected.nearest);
  });

  test.each([
    ...steps.binaries.map((expected) => ['binary', steps.binary, expected] as const),
    ...steps.separations.map((expected) => ['separated', steps.separated, expected] as const),
  ])('%s: the same classes', (_, y, expected) => {
    expect(imputed(y, 2, expected)).toEqual(expected.imputed);
  });

  test.each(steps.multinomials)(
    'several classes at the maximum: the same classes',
    ({ u, imputed: expected }) => {
      expect(imputed(steps.classes, 3, { u, z: [] })).toEqual(expected);
    },
  );

  function imputed(y: number[], classes: number, numbers: { u: number[]; z: number[] }) {
    const draw = categoryDraw(
      { columns: at(known), y: Uint32Array.from(pick(y)) },
      { classes, spread: at(rows), random: scripted(numbers) },
    );
    if (typeof draw !== 'function') return expect.fail(draw.undefinedBecause);
    return lost.map((row, cell) =>
      draw(
        Float64Array.from(x, (column) => column[row]!),
        numbers.u[cell]!,
      ),
    );
  }
});
