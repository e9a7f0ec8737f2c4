import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { epochBatches, rowsInOrder } from './epoch-batches.ts';
import { rowsOf } from './sample-source.ts';

describe('batches of an epoch', () => {
  it('hold every row once, and differ by one row at most', () => {
    for (const [rows, size] of [
      [1, 8],
      [7, 3],
      [64, 64],
      [65, 64],
      [100, 9],
    ]) {
      for (const batches of [
        epochBatches(rows, size, { epoch: 3, random: createRandom(rows) }),
        rowsInOrder(rows, size),
      ]) {
        const lengths = batches.map((batch) => batch.length);
        expect(Math.max(...lengths)).toBeLessThanOrEqual(size);
        expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
        const seen = batches.flatMap((batch) => [...batch]).sort((a, b) => a - b);
        expect(seen).toEqual(Array.from({ length: rows }, (_, row) => row));
      }
    }
  });

  it('come in another order every epoch, the same for the same stream whatever was drawn before', () => {
    const order = (epoch: number, drawn = 0) => {
      const random = createRandom(1);
      for (let at = 0; at < drawn; at++) random.uniform();
      return epochBatches(30, 30, { epoch, random })[0];
    };
    expect(order(1)).not.toEqual(order(0));
    expect(order(1, 5)).toEqual(order(1));
  });
});

describe('a part of a source', () => {
  it('counts its own rows, and refuses those that are not there', () => {
    const asked: number[][] = [];
    const source = {
      rows: 5,
      batch: (rows: Uint32Array) => {
        asked.push([...rows]);
        return { inputs: [], targets: null as never };
      },
    };
    const part = rowsOf(source, Uint32Array.of(4, 0, 2));
    part.batch(Uint32Array.of(2, 0));
    expect([part.rows, asked]).toEqual([3, [[2, 4]]]);
    expect(() => rowsOf(source, Uint32Array.of(5))).toThrow('rowsOf: row 5 is beyond the 5 there are');
  });
});
