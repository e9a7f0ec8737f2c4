import { createRandom } from '@raredx/stats';
import type * as tfjs from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type ClassTask,
  classifyEpisodes,
  drawEpisodes,
  type FewShotMethod,
  learnMaml,
  learnRelation,
  selectClasses,
} from '../../index.ts';
import type { Tensors } from '../../tensors.ts';
import { episodeTensors } from './episode-tensors.ts';
import { type MamlOptions, outerGradients } from './maml.ts';

let tf: Tensors;
beforeAll(async () => {
  tf = await import('@tensorflow/tfjs');
  await tf.setBackend('cpu');
});

/** Classes differ in the first three features; the other five are loud and tell nothing, which is to be learned. */
function toy(classes: number, patients = 9): ClassTask {
  const random = createRandom('meta');
  const width = 8;
  const centres = Float64Array.from({ length: classes * 3 }, () => 1.5 * random.normal());
  const of = Int32Array.from({ length: classes * patients }, (_, row) => Math.floor(row / patients));
  return {
    features: {
      rows: of.length,
      width,
      values: Float32Array.from({ length: of.length * width }, (_, at) => {
        const k = at % width;
        return k < 3
          ? centres[of[Math.floor(at / width)] * 3 + k] + 0.3 * random.normal()
          : 2 * random.normal();
      }),
    },
    classes: of,
    classNames: Array.from({ length: classes }, (_, c) => `class-${c}`),
    groups: Int32Array.from(of.keys()),
  };
}

const all = toy(20);
const base = selectClasses(all, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
const novel = selectClasses(all, [14, 15, 16, 17, 18, 19]);
const draw = { ways: 3, shots: 3, queries: 5 };
const options: MamlOptions = {
  ...draw,
  episodes: 100,
  hidden: 12,
  learningRate: 0.01,
  adapt: 'network',
  order: 1,
  innerSteps: 2,
  innerRate: 0.1,
};

function novelAccuracy(method: FewShotMethod): number {
  const episodes = drawEpisodes(novel, { ...draw, count: 30 }, createRandom('novel'));
  const made = classifyEpisodes(method, novel.features, episodes, { random: createRandom(1) });
  const shares = made.map((p, e) => {
    const { queryClasses } = episodes[e];
    let right = 0;
    queryClasses.forEach((wanted, q) => {
      const row = p.subarray(q * 3, q * 3 + 3);
      expect(row[0] + row[1] + row[2]).toBeCloseTo(1, 5);
      if (row.indexOf(Math.max(...row)) === wanted) right++;
    });
    return right / queryClasses.length;
  });
  return shares.reduce((a, b) => a + b, 0) / shares.length;
}

describe('MAML and ANIL', () => {
  it.each(['network', 'head'] as const)(
    'the second-order gradient is that of finite differences (%s)',
    (adapt) => {
      const [episode] = drawEpisodes(base, { ...draw, count: 1 }, createRandom('gradient'));
      const random = createRandom('start');
      const shapes = [
        [8, 4],
        [1, 4],
        [4, 3],
        [1, 3],
      ] as const;
      const values = shapes.map(([r, c]) =>
        Float32Array.from({ length: r * c }, () => 0.3 * random.normal()),
      );
      const run = (order: 1 | 2, moved = values) =>
        tf.tidy(() => {
          const start = moved.map((own, at) => tf.tensor(own, [...shapes[at]]));
          const made = episodeTensors(tf, base.features, episode);
          const { value, gradients } = outerGradients(tf, start, made, { ...options, adapt, order });
          return {
            value: value.dataSync()[0],
            gradients: gradients.map((one: tfjs.Tensor) => one.arraySync()).flat(3),
          };
        });
      const exact = run(2).gradients as number[];
      const nudged = (which: number, k: number, by: number) =>
        run(
          2,
          values.map((own, at) => (at === which ? own.map((v, i) => (i === k ? v + by : v)) : own)),
        ).value;
      let offset = 0;
      values.forEach((own, which) => {
        for (let k = 0; k < own.length; k += 5) {
          const slope = (nudged(which, k, 1e-2) - nudged(which, k, -1e-2)) / 2e-2;
          expect(Math.abs(exact[offset + k] - slope)).toBeLessThan(0.02 * Math.max(1, Math.abs(slope)));
        }
        offset += own.length;
      });
      const first = run(1).gradients as number[];
      expect(Math.max(...first.map((value, i) => Math.abs(value - exact[i])))).toBeGreaterThan(1e-3);
    },
  );

  it.each([
    ['network', 1],
    ['network', 2],
    ['head', 2],
  ] as const)('learning on base classes helps on novel ones (%s, order %i)', async (adapt, order) => {
    const task = { task: base, tf };
    const before = await learnMaml(task, { ...options, adapt, order, episodes: 0 }, createRandom(1));
    const after = await learnMaml(task, { ...options, adapt, order }, createRandom(1));
    expect(novelAccuracy(after)).toBeGreaterThan(novelAccuracy(before) + 0.05);
  });
});

describe('relation network', () => {
  const relation = { ...draw, episodes: 150, hidden: 16, learningRate: 0.01 };
  it('learning on base classes helps on novel ones; same seed, same answers; nothing is left behind', async () => {
    const start = tf.memory().numTensors;
    const task = { task: base, tf };
    const before = await learnRelation(task, { ...relation, episodes: 0 }, createRandom(1));
    const after = await learnRelation(task, relation, createRandom(1));
    const again = await learnRelation(task, relation, createRandom(1));
    expect(novelAccuracy(after)).toBeGreaterThan(novelAccuracy(before) + 0.1);
    expect(novelAccuracy(again)).toBe(novelAccuracy(after));
    expect(tf.memory().numTensors).toBe(start);
  });
});
