import type { Runtime } from '@raredx/runtime';
import { createRandom, fitLogistic } from '@raredx/stats';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsRuntime, toyPatients, toySource } from '../../tests/toy.ts';
import { freshWeights } from '../loop/fresh-weights.ts';
import { namedWeights } from '../loop/layer-weights.ts';
import { trainModel } from '../loop/train-model.ts';
import { traineeOf } from '../loop/trainee.ts';
import { logisticControl } from './logistic-control.ts';
import { transferWithControls } from './transfer-with-controls.ts';

let runtime: Runtime;
beforeAll(async () => {
  runtime = await jsRuntime();
});

const columnsOf = ({ x, rows }: ReturnType<typeof toyPatients>) => ({
  rows,
  columns: [0, 1, 2].map((c) => Float64Array.from({ length: rows }, (_, row) => x[row * 3 + c])),
});

describe('a strategy and its controls', () => {
  /** A hidden layer, pretrained on many patients of the same disease. */
  async function pretrained(slope: number) {
    const { tf } = runtime;
    const backbone = tf.sequential({
      layers: [tf.layers.dense({ units: 4, activation: 'tanh', inputShape: [3] })],
    });
    const whole = tf.sequential({ layers: [backbone, tf.layers.dense({ units: 1 })] });
    freshWeights(tf, namedWeights(whole), createRandom('pretraining'));
    await trainModel({
      ...{
        runtime,
        model: traineeOf(runtime, whole),
        objective: { kind: 'binary' },
        optimizer: { kind: 'adam' },
      },
      data: toySource(tf, toyPatients(400, 9, { slope })),
      ...{ schedule: { kind: 'constant', rate: 0.05 }, epochs: 6, batchSize: 40, seed: 1 },
    });
    return backbone;
  }

  it('are trained alike and compared on the same rows', async () => {
    const { tf } = runtime;
    const [train, judge] = [toyPatients(30, 1, { slope: 3 }), toyPatients(150, 2, { slope: 3 })];
    const result = await transferWithControls({
      backbone: await pretrained(3),
      transfer: { head: { units: 1 }, strategy: { kind: 'frozen' } },
      training: {
        ...{
          runtime,
          data: toySource(tf, train),
          objective: { kind: 'binary' },
          optimizer: { kind: 'adam' },
        },
        ...{ schedule: { kind: 'constant', rate: 0.1 }, epochs: 40, batchSize: 30, seed: 5 },
      },
      judge: toySource(tf, judge),
      patients: Array.from({ length: judge.rows }, (_, row) => `p${row}`),
      simple: { train: columnsOf(train), judge: columnsOf(judge), classes: train.y },
      test: { replicates: 200 },
    });
    expect(result.transfer.counts.trained).toEqual([{ fromEpoch: 0, parameters: 5 }]);
    expect(result.scratch.counts.trained).toEqual([{ fromEpoch: 0, parameters: 3 * 4 + 4 + 5 }]);
    expect(result.transfer.trained.history).toHaveLength(40);
    const [scratch] = result.test.comparisons;
    expect(scratch).toMatchObject({ against: 'scratch', metric: 'log_loss', verdict: 'helped' });
    expect(result.test).toMatchObject({ patients: 150, rows: 150 });
    expect(result.logistic.risks).toHaveLength(150);
  });
});

describe('logistic control', () => {
  const train = toyPatients(200, 3);
  const judge = toyPatients(5, 4);

  it('two classes by softmax are one logistic regression', () => {
    const two = logisticControl(columnsOf(train), columnsOf(judge), {
      classes: train.y,
      units: 2,
      ridge: 1e-9,
    });
    const one = logisticControl(columnsOf(train), columnsOf(judge), {
      classes: train.y,
      units: 1,
      ridge: 1e-9,
    });
    expect([...two.risks].filter((_, at) => at % 2 === 1)).toEqual(
      [...one.risks].map((p) => expect.closeTo(p, 9)),
    );
    const fit = fitLogistic({ y: Float64Array.from(train.y), columns: columnsOf(train).columns });
    if ('undefinedBecause' in fit) throw new Error(fit.undefinedBecause);
    const [b, ...slopes] = fit.coefficients;
    const score = slopes.reduce((sum, slope, c) => sum + slope * judge.x[c], b);
    expect(one.risks[0]).toBeCloseTo(1 / (1 + Math.exp(-score)), 7);
  });

  it('leaves a column out that does not vary, and says what it cannot fit', () => {
    const flat = { rows: 4, columns: [Float64Array.of(3, 3, 3, 3), Float64Array.of(0, 1, 2, 3)] };
    const { risks } = logisticControl(flat, flat, { classes: [0, 0, 1, 1], units: 1 });
    expect(risks[3]).toBeGreaterThan(risks[0]);
    expect(() => logisticControl(flat, flat, { classes: [0, 0, 0, 0], units: 1 })).toThrow(
      'logistic control: no events',
    );
  });
});
