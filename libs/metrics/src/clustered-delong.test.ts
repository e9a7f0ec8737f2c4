import { describe, expect, test } from 'vitest';
import { cases, defined, expectClose, judged, readDocument } from '../tests/reference.ts';
import { clusteredDelong } from './clustered-delong.ts';
import { delong } from './delong.ts';
import type { Judged } from './judged.ts';

interface Row {
  readonly y: number[];
  readonly p: number[];
  readonly q: number[];
  readonly cluster: number[];
  readonly expected: { readonly pp: number; readonly qq: number; readonly pq: number };
}

describe('by hand', () => {
  test('two clusters each with an event and a non-event', () => {
    // Placements: events 1 and ½, non-events 1 and ½; AUROC ¾; deviations ±¼, of either class in one cluster.
    const data = judged([1, 0, 1, 0], [0.9, 0.1, 0.4, 0.4].map(Number));
    const { auc, covariance, placements } = defined(clusteredDelong([data], Uint32Array.of(0, 0, 1, 1)));
    const [a = 0, b = 0, c = 0, d = 0] = placements[0] ?? [];
    const theta = auc[0] ?? 0;
    const first = [a - theta, b - theta];
    const second = [c - theta, d - theta];
    const squares = (at: number): number => (first[at] ?? 0) ** 2 + (second[at] ?? 0) ** 2;
    const product = (first[0] ?? 0) * (first[1] ?? 0) + (second[0] ?? 0) * (second[1] ?? 0);
    expectClose(
      covariance[0] ?? 0,
      (2 * squares(0)) / 4 + (2 * squares(1)) / 4 + (2 * 2 * product) / 4,
      1e-13,
    );
  });
});

describe('reference', () => {
  test.each(readDocument<{ rows: Row[] }>('clustered_delong').rows)('$cluster.length rows', (row) => {
    const { covariance } = defined(
      clusteredDelong([judged(row.y, row.p), judged(row.y, row.q)], Uint32Array.from(row.cluster)),
    );
    expectClose(covariance[0] as number, row.expected.pp, 1e-11);
    expectClose(covariance[3] as number, row.expected.qq, 1e-11);
    expectClose(covariance[1] as number, row.expected.pq, 1e-11);
    expect(covariance[1]).toBe(covariance[2]);
  });
});

describe('properties', () => {
  test('one row a cluster is DeLong', () => {
    const data = cases.tied as Judged;
    const alone = defined(clusteredDelong([data], Uint32Array.from(data.y.keys())));
    expectClose(alone.covariance[0] as number, defined(delong([data])).covariance[0] as number, 1e-12);
  });
  test('the numbering of clusters is irrelevant', () => {
    const data = cases.tied as Judged;
    const clusters = Uint32Array.from(data.y.keys(), (row) => row % 20);
    const renumbered = clusters.map((cluster) => (cluster * 7) % 20);
    const [a, b] = [clusters, renumbered].map((by) => defined(clusteredDelong([data], by)).covariance[0]);
    expectClose(a as number, b as number, 1e-12);
  });
  test('every patient twice has about the variance of every patient once, not half of it', () => {
    const { y, p } = cases.good as Judged;
    const twice = { y: Uint8Array.from([...y, ...y]), p: Float64Array.from([...p, ...p]) };
    const clusters = Uint32Array.from(twice.y.keys(), (row) => row % y.length);
    const once = defined(delong([{ y, p }])).covariance[0] as number;
    expectClose(defined(clusteredDelong([twice], clusters)).covariance[0] as number, once, 1e-9);
  });
});

describe('undefined and invalid', () => {
  test('all events in one cluster', () => {
    const data = judged([1, 1, 0, 0], [0.9, 0.5, 0.6, 0.1]);
    expect(clusteredDelong([data], Uint32Array.of(0, 0, 1, 2))).toEqual({
      undefinedBecause: 'fewer than two clusters with events',
    });
    expect(clusteredDelong([data], Uint32Array.of(0, 1, 2, 2))).toEqual({
      undefinedBecause: 'fewer than two clusters with non-events',
    });
  });
  test('unequal lengths', () => {
    expect(() => clusteredDelong([cases.tied as Judged], Uint32Array.of(0))).toThrow(
      'clusters has 1 rows, y has 60',
    );
  });
});
