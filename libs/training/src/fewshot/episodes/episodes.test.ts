import { fc, test as property } from '@fast-check/vitest';
import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import {
  baseStatistics,
  bdCspn,
  type ClassTask,
  classifyEpisodes,
  drawEpisodes,
  featureRows,
  laplacianShot,
  mahalanobis,
  prototypicalMethod,
  selectClasses,
  simpleShot,
} from '../../index.ts';
import { episodeProducts } from '../episode-products.ts';

/** Clouds about one centre a class; `shared` patients have rows of every class, as blood smears do. */
function toy({ classes = 4, patients = 12, rows = 2, width = 6, shared = false, seed = 1 } = {}): ClassTask {
  const random = createRandom(seed);
  const centres = Float64Array.from({ length: classes * width }, () => 2 * random.normal());
  const total = classes * patients * rows;
  const of = Int32Array.from({ length: total }, (_, row) => Math.floor(row / (patients * rows)));
  return {
    features: {
      rows: total,
      width,
      values: Float32Array.from(
        { length: total * width },
        (_, at) => centres[of[Math.floor(at / width)] * width + (at % width)] + random.normal(),
      ),
    },
    classes: of,
    classNames: Array.from({ length: classes }, (_, c) => `class-${c}`),
    groups: Int32Array.from({ length: total }, (_, row) =>
      shared ? Math.floor(row / rows) % patients : Math.floor(row / rows),
    ),
  };
}

describe('drawEpisodes', () => {
  property.prop(
    [
      fc.record({
        shared: fc.boolean(),
        shots: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant('all' as const)),
        queries: fc.integer({ min: 1, max: 9 }),
        ways: fc.integer({ min: 2, max: 4 }),
        seed: fc.nat(),
      }),
    ],
    { seed: 3, numRuns: 60 },
  )('puts no patient on both sides, and counts as asked', ({ shared, shots, queries, ways, seed }) => {
    const task = toy({ shared, patients: 17 });
    const options = { ways, shots, queries, count: 2 };
    for (const episode of drawEpisodes(task, options, createRandom(seed))) {
      const known = new Set(Array.from(episode.support, (row) => task.groups[row]));
      for (const row of episode.query) expect(known.has(task.groups[row])).toBe(false);
      expect(new Set(episode.ways).size).toBe(ways);
      episode.support.forEach((row, i) => {
        expect(task.classes[row]).toBe(episode.ways[episode.supportClasses[i]]);
      });
      episode.query.forEach((row, i) => {
        expect(task.classes[row]).toBe(episode.ways[episode.queryClasses[i]]);
      });
      for (let way = 0; way < ways; way++) {
        const own = episode.supportClasses.filter((c) => c === way).length;
        if (shots !== 'all') expect(own).toBe(shots);
        expect(own).toBeGreaterThan(0);
        const asked = episode.queryClasses.filter((c) => c === way).length;
        expect(asked).toBeGreaterThan(0);
        expect(asked).toBeLessThanOrEqual(queries);
      }
      expect(new Set([...episode.support, ...episode.query]).size).toBe(
        episode.support.length + episode.query.length,
      );
    }
  });

  it('episode i is the same whatever else is drawn', () => {
    const task = toy();
    const options = { ways: 3, shots: 2, queries: 4 };
    const all = drawEpisodes(task, { ...options, count: 9 }, createRandom(5));
    const [late] = drawEpisodes(task, { ...options, count: 1, first: 7 }, createRandom(5));
    expect(late).toEqual(all[7]);
    expect(late).not.toEqual(all[6]);
  });

  it('takes a second row of a patient only when every patient has given one', () => {
    const task = toy({ patients: 6, rows: 3 });
    const [episode] = drawEpisodes(task, { ways: 2, shots: 2, queries: 6, count: 1 }, createRandom(2));
    const counts = new Map<number, number>();
    for (const row of episode.query) counts.set(task.groups[row], (counts.get(task.groups[row]) ?? 0) + 1);
    expect([...counts.values()].sort()).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
  });

  it('names the class that has too few patients', () => {
    const draw = (shots: number | 'all', task = toy()) =>
      drawEpisodes(task, { ways: 2, shots, queries: 1, count: 1 }, createRandom(1));
    expect(() => draw(12)).toThrow('episodes: class class-0 has 12 patients; 12 shots and a query need 13');
    expect(() => draw('all', toy({ patients: 1 }))).toThrow('class class-0 has 1 patients');
    expect(() => drawEpisodes(toy(), { ways: 5, shots: 1, queries: 1, count: 1 }, createRandom(1))).toThrow(
      'episodes: 5 ways of 4 classes',
    );
  });
});

describe('classifyEpisodes', () => {
  const task = toy();
  const base = baseStatistics(selectClasses(task, [0, 1]));
  const drawn = (count: number) =>
    drawEpisodes(task, { ways: 3, shots: 2, queries: 5, count }, createRandom(4));
  const episodes = drawn(20);

  it.each([prototypicalMethod(), simpleShot(), mahalanobis(), bdCspn(), laplacianShot()])(
    '$name: one Gram matrix for all gives what episode by episode gives',
    (method) => {
      const random = createRandom(1);
      const together = classifyEpisodes(method, task.features, episodes, { random, base });
      episodes.forEach((episode, i) => {
        const alone = method.classify(
          {
            features: featureRows(task.features, episode.support),
            classes: episode.supportClasses,
            classCount: 3,
          },
          featureRows(task.features, episode.query),
          random,
          base,
        );
        alone.forEach((p, at) => {
          expect(Math.abs(together[i][at] - p)).toBeLessThan(1e-9);
        });
      });
    },
  );

  it.each([
    ['few episodes read the table', 3],
    ['many read one Gram matrix', 300],
  ])('class means: %s, and answer the same', (_, count) => {
    const method = prototypicalMethod();
    const asked = drawn(count);
    const together = classifyEpisodes(method, task.features, asked, { random: createRandom(1) });
    asked.forEach((episode, i) => {
      const support = featureRows(task.features, episode.support);
      const products = episodeProducts(
        { features: support, classes: episode.supportClasses, classCount: 3 },
        featureRows(task.features, episode.query),
      );
      method.fromProducts?.(products).forEach((p, at) => {
        expect(Math.abs(together[i][at] - p)).toBeLessThan(1e-9);
      });
    });
  });

  it('agrees to single precision when the matrix is made by tensors', async () => {
    const tensors = await import('@tensorflow/tfjs');
    await tensors.setBackend('cpu');
    const options = { random: createRandom(1), base };
    const exact = classifyEpisodes(simpleShot(), task.features, episodes, options);
    const native = classifyEpisodes(simpleShot(), task.features, episodes, { ...options, tensors });
    exact.forEach((own, i) => {
      own.forEach((p, at) => {
        expect(Math.abs(native[i][at] - p)).toBeLessThan(1e-4);
      });
    });
  });
});
