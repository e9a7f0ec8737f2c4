import { createRandom, expit } from '@raredx/stats';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawEpisode, type FitTask, type LearnerContext, learn, prototypeRisks } from './index.ts';
import type { Tensors } from './tensors.ts';

let tf: Tensors;
beforeAll(async () => {
  tf = await import('@tensorflow/tfjs');
  await tf.setBackend('cpu');
});

const context = (memo = new Map()): LearnerContext => ({
  random: createRandom(7),
  tensors: async () => tf,
  onProgress: () => {},
  memo,
});

/** Two groups apart on the first column; the related task is the sign of the first column, nearly noiseless. */
function task(id: string, n: number, seed: number): FitTask {
  const random = createRandom(seed);
  const first = Float64Array.from({ length: n }, () => random.normal());
  const second = Float64Array.from({ length: n }, () => random.normal());
  const outcome = Uint8Array.from(first, (value) => (random.uniform() < expit(2 * value) ? 1 : 0));
  const features = { rows: n, names: ['a', 'b'], columns: [first, second] };
  return {
    id,
    train: features,
    outcome,
    related: { classes: Int32Array.from(first, (value) => (value > 0 ? 1 : 0)), classCount: 2 },
    judge: features,
    draws: 1,
  };
}

const tasks = [task('r0f0', 80, 1), task('r0f1', 73, 2)];
const network = {
  hidden: [6],
  epochs: 8,
  batch_size: 16,
  learning_rate: 0.05,
  weight_decay: 0.001,
  deployable: true,
  description: '',
};
const episodes = { target: 'x', episodes: 20, shots: 3, queries: 5, learning_rate: 0.02 };
const specs = [
  { kind: 'logistic', name: 'logistic', ridge: 0, deployable: true, description: '' },
  { kind: 'network', name: 'network', ...network },
  {
    kind: 'transfer',
    name: 'transfer',
    ...network,
    pretrain: { target: 'x', epochs: 4, learning_rate: 0.05 },
    freeze: 0,
  },
  {
    kind: 'prototypical',
    name: 'k5',
    shots: 5,
    draws: 1,
    hidden: [6, 3],
    pretrain: episodes,
    deployable: true,
    description: '',
  },
] as const;

const concordance = (y: Uint8Array, p: Float64Array) => {
  let sum = 0;
  let pairs = 0;
  for (let i = 0; i < y.length; i++)
    for (let j = 0; j < y.length; j++) {
      if (y[i] !== 1 || y[j] !== 0) continue;
      pairs++;
      sum += p[i] > p[j] ? 1 : p[i] === p[j] ? 0.5 : 0;
    }
  return sum / pairs;
};

describe.each(specs)('$name', (spec) => {
  it('learns what there is to learn, and says every risk as a probability', async () => {
    const fitted = await learn(spec as never, tasks, context());
    expect(fitted.map((one) => one.id)).toEqual(['r0f0', 'r0f1']);
    fitted.forEach((one, at) => {
      expect(one.risks).toHaveLength(1);
      expect(one.risks[0].every((risk) => risk >= 0 && risk <= 1)).toBe(true);
      expect(concordance(tasks[at].outcome, one.risks[0])).toBeGreaterThan(0.7);
    });
  });

  it('gives the same risks again, and the same for a task alone as among others', async () => {
    const [first] = await learn(spec as never, tasks, context());
    const [again] = await learn(spec as never, tasks, context());
    const [alone] = await learn(spec as never, tasks.slice(0, 1), context());
    expect(again.risks).toEqual(first.risks);
    const apart = Math.max(...alone.risks[0].map((risk, row) => Math.abs(risk - first.risks[0][row])));
    expect(apart).toBeLessThan(1e-5);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await learn(spec as never, tasks, context());
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('transfer', () => {
  it('starts from scratch weights when it pretrains for nothing, and differs when it learns', async () => {
    const [scratch] = await learn(specs[1] as never, tasks, context());
    const [pretrained] = await learn(specs[2] as never, tasks, context());
    expect(pretrained.risks[0]).not.toEqual(scratch.risks[0]);
  });

  it('keeps frozen layers as pretrained', async () => {
    const frozen = { ...specs[2], freeze: 1 };
    const longer = { ...frozen, epochs: 12 };
    const [a] = await learn(frozen as never, tasks, context());
    const [b] = await learn(longer as never, tasks, context());
    expect(a.weights['layer-0.kernel']).toEqual(b.weights['layer-0.kernel']);
    expect(a.weights['layer-1.kernel']).not.toEqual(b.weights['layer-1.kernel']);
  });

  it('refuses a related task with one class', async () => {
    const flat = tasks.map((one) => ({
      ...one,
      related: { classes: new Int32Array(one.train.rows), classCount: 2 },
    }));
    await expect(learn(specs[2] as never, flat, context())).rejects.toThrow(
      'transfer r0f0: the related task has fewer than two classes among the training patients',
    );
  });
});

describe('prototypical', () => {
  it('takes nested shots from one embedding whatever the order of models', async () => {
    const five = specs[3];
    const twenty = { ...five, name: 'k20', shots: 20 };
    const memo = new Map();
    const [first] = await learn(five as never, tasks, context(memo));
    await learn(twenty as never, tasks, context(memo));
    expect(memo.size).toBe(1);
    const other = new Map();
    await learn(twenty as never, tasks, context(other));
    const [second] = await learn(five as never, tasks, context(other));
    expect(second.risks).toEqual(first.risks);
  });

  it('draws shots anew for every draw', async () => {
    const drawn = tasks.map((one) => ({ ...one, draws: 3 }));
    const [{ risks }] = await learn(specs[3] as never, drawn, context());
    expect(risks).toHaveLength(3);
    expect(risks[0]).not.toEqual(risks[1]);
  });

  it('refuses more shots than a class has patients', async () => {
    const many = { ...specs[3], shots: 70 };
    await expect(learn(many as never, tasks, context())).rejects.toThrow(
      'k5 r0f0: 70 shots a class asked, the smaller class has',
    );
  });

  it('agrees with the class means by hand', () => {
    const known = { rows: 3, width: 1, values: Float64Array.of(0, 1, 3) };
    const judged = { rows: 1, width: 1, values: Float64Array.of(1) };
    const shots: [Uint32Array, Uint32Array] = [Uint32Array.of(0), Uint32Array.of(1, 2)];
    const logit = (1 - 0) ** 2 - (1 - 2) ** 2 + Math.log(0.2 / 0.8);
    expect(prototypeRisks(known, judged, { shots, prior: 0.2 })[0]).toBeCloseTo(
      1 / (1 + Math.exp(-logit)),
      14,
    );
  });

  it('never puts a patient into support and query of one episode', () => {
    for (let seed = 0; seed < 200; seed++) {
      const byClass = [Uint32Array.of(0, 1, 2), Uint32Array.from({ length: 9 }, (_, i) => i + 3)];
      const { support, query } = drawEpisode(byClass, { shots: 4, queries: 6 }, createRandom(seed));
      expect([...support].filter((row) => query.includes(row))).toEqual([]);
      expect(support.slice(0, 4).every((row) => row < 3)).toBe(true);
    }
  });
});

describe('logistic', () => {
  it('meets separation with a ridge and says so', async () => {
    const apart = Float64Array.of(-2, -1, 1, 2);
    const features = { rows: 4, names: ['a'], columns: [apart] };
    const separated = { ...tasks[0], train: features, judge: features, outcome: Uint8Array.of(0, 0, 1, 1) };
    const [fitted] = await learn(specs[0] as never, [separated], context());
    expect(fitted.notes[0]).toContain('separation');
    expect(fitted.risks[0][3]).toBeGreaterThan(0.5);
    expect(fitted.risks[0][3]).toBeLessThan(1);
  });
});
