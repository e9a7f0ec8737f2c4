import { describe, expect, test } from 'vitest';
import { clusterBootstrap, clustersOf, createRandom, sum, withoutCluster } from '../index.ts';

const ids = ['p1', 'p2', 'p1', 'p3', 'p4', 'p4', 'p4', 'p5'];
const outcome = [1, 0, 1, 0, 1, 1, 1, 0];

describe('clusterBootstrap', () => {
  test('rows of a cluster share their weight, and weights add up to the clusters drawn', () => {
    const clusters = clustersOf(ids);
    for (let b = 0; b < 50; b++) {
      const w = clusterBootstrap(clusters, createRandom(b));
      expect([w[2], w[5], w[6]]).toEqual([w[0], w[4], w[4]]);
      expect(w[0]! + w[1]! + w[3]! + w[4]! + w[7]!).toBe(5);
    }
  });

  test('strata keep their number of clusters, so that no resample is without events', () => {
    const clusters = clustersOf(ids, outcome);
    const into = new Float64Array(ids.length);
    for (let b = 0; b < 50; b++) {
      const w = clusterBootstrap(clusters, createRandom(b), into);
      expect(w).toBe(into);
      expect(w[0]! + w[4]!).toBe(2);
      expect(w[1]! + w[3]! + w[7]!).toBe(3);
    }
  });

  test('every cluster is drawn once on average', () => {
    const clusters = clustersOf(ids);
    const total = new Float64Array(ids.length);
    for (let b = 0; b < 4000; b++)
      clusterBootstrap(clusters, createRandom('mean').fork(b)).forEach((w, i) => {
        total[i]! += w / 4000;
      });
    for (const mean of total) expect(Math.abs(mean - 1)).toBeLessThan(0.06);
  });
});

test('withoutCluster leaves out all rows of one cluster and nothing else', () => {
  const clusters = clustersOf(ids);
  const left = Array.from({ length: clusters.count }, (_, c) => withoutCluster(clusters, c));
  expect(Array.from(left[3]!)).toEqual([1, 1, 1, 1, 0, 0, 0, 1]);
  ids.forEach((_, row) => {
    expect(sum(left.map((w) => w[row]!))).toBe(clusters.count - 1);
  });
});

test('invalid input throws', () => {
  expect(() => clustersOf(ids, [0])).toThrow('clustersOf: ids (8) and strata (1) differ in length');
  expect(() => clustersOf(['a', 'b', 'a'], [0, 0, 1])).toThrow(
    'clustersOf: a cluster lies in two strata (row 3)',
  );
  expect(() => withoutCluster(clustersOf(ids), 0, new Float64Array(2))).toThrow('into has length 2, not 8');
});
