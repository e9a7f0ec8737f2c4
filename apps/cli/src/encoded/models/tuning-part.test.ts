import { createRandom } from '@raredx/stats';
import { expect, it } from 'vitest';
import { tuningPart } from './tuning-part.ts';

const rows = (...values: number[]) => Uint32Array.from(values);
/** Rows 0 to 19: two of each of ten patients, two classes; row 20 is the one patient of a third. */
const study = {
  units: Array.from({ length: 30 }, (_, row) => `p${row >> 1}`),
  y: Int32Array.from({ length: 30 }, (_, row) => (row >= 20 ? 2 : (row >> 1) % 2)),
  classes: ['a', 'b', 'c'],
};
const round = {
  id: 'r0f0',
  train: rows(...Array.from({ length: 22 }, (_, row) => row)),
  judged: [{ partition: 'internal' as const, repeat: 0, fold: 0, rows: rows(22, 23, 24) }],
};

it('takes patients of the training part alone, whole ones, of every class that has two', () => {
  const { train, tuning, said } = tuningPart(study, round, { share: 0.2, random: createRandom(1) });
  expect([...train, ...tuning].sort((a, b) => a - b)).toEqual([...round.train]);
  const unitsOf = (own: Uint32Array) => new Set(Array.from(own, (row) => study.units[row]));
  expect([...unitsOf(tuning)].filter((unit) => unitsOf(train).has(unit))).toEqual([]);
  expect(new Set(Array.from(tuning, (row) => study.y[row]))).toEqual(new Set([0, 1]));
  expect(said).toEqual(['one patient only, so not tuned on: c']);
});

it('uses the tuning part of the split where the publisher fixed one, and none on demand', () => {
  const fixed = { ...round, judged: [{ ...round.judged[0], partition: 'tuning' as const, rows: rows(22) }] };
  const random = createRandom(1);
  expect(tuningPart(study, fixed as never, { share: 0.2, random })).toMatchObject({
    train: round.train,
    tuning: rows(22),
  });
  expect(tuningPart(study, fixed as never, { share: 0, random })).toMatchObject({ tuning: rows() });
});
