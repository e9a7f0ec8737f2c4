import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Runtime } from '@raredx/runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsRuntime, toyNetwork, toyPatients, toySource } from '../../tests/toy.ts';
import { InterruptedError } from './interrupted-error.ts';
import type { Progress } from './progress.ts';
import { trainModel } from './train-model.ts';
import { traineeOf } from './trainee.ts';
import type { TrainingOptions } from './training-options.ts';

let runtime: Runtime;
beforeAll(async () => {
  runtime = await jsRuntime();
});

const folder = () => mkdtempSync(join(tmpdir(), 'training-'));

/** A training of the toy network; the network is made anew, so that every call starts from the same weights. */
async function train(changes: Partial<TrainingOptions> = {}) {
  const { tf } = runtime;
  const network = toyNetwork(tf);
  try {
    return await trainModel({
      runtime,
      model: traineeOf(runtime, network),
      data: toySource(tf, toyPatients(50, 1)),
      objective: { kind: 'binary' },
      optimizer: { kind: 'adam' },
      schedule: { kind: 'cosine', rate: 0.03, warmUp: 0.5 },
      epochs: 4,
      batchSize: 12,
      seed: 0,
      clipNorm: 1,
      ...changes,
    });
  } finally {
    network.dispose();
  }
}

describe('a training', () => {
  it('learns, and gives the curve', async () => {
    const { history, stopped, bestEpoch } = await train({ epochs: 12 });
    expect(history.map((record) => record.epoch)).toEqual(Array.from({ length: 12 }, (_, epoch) => epoch));
    expect(history[11].trainingLoss).toBeLessThan(0.75 * history[0].trainingLoss);
    expect(history[0].trainedParameters).toBe(3 * 6 + 6 + 12 + 6 + 1);
    expect({ stopped, bestEpoch }).toEqual({ stopped: 'epochs', bestEpoch: 11 });
  });

  it('gives the same bits for the same seed, 0 included, and others for another', async () => {
    const [first, again, other] = [await train(), await train(), await train({ seed: 1 })];
    expect(again.weights).toEqual(first.weights);
    expect(again.history).toEqual(first.history);
    expect(other.weights).not.toEqual(first.weights);
  });

  it('leaves no tensor behind', async () => {
    await train();
    const before = runtime.tf.memory().numTensors;
    await train({ tuning: toySource(runtime.tf, toyPatients(20, 2)), earlyStopping: { patience: 1 } });
    expect(runtime.tf.memory().numTensors).toBe(before);
  });

  it('says where it stands after every step', async () => {
    const heard: Progress[] = [];
    let now = 0;
    await train({ epochs: 2, onProgress: (progress) => heard.push(progress), clock: () => (now += 100) });
    expect(heard.map(({ epoch, step }) => [epoch, step])).toEqual(
      [0, 1].flatMap((epoch) => [1, 2, 3, 4, 5].map((step) => [epoch, step])),
    );
    expect(heard[0].secondsLeft).toBeGreaterThan(heard[5].secondsLeft ?? Number.NaN);
    expect(heard[9].secondsLeft).toBe(0);
    expect(heard[0].engine).toBe('eager, cpu');
  });

  it('stops early on tuning patients and keeps the best weights', async () => {
    const noise = toyPatients(24, 3, { slope: 0 });
    const options = {
      data: toySource(runtime.tf, noise),
      epochs: 40,
      schedule: { kind: 'constant', rate: 0.1 },
    } as const;
    const tuning = toySource(runtime.tf, toyPatients(40, 4, { slope: 0 }));
    const stopped = await train({ ...options, tuning, earlyStopping: { patience: 3 } });
    expect(stopped.stopped).toBe('early stopping');
    expect(stopped.history).toHaveLength(stopped.bestEpoch + 4);
    const losses = stopped.history.map((record) => record.tuningLoss ?? Number.NaN);
    expect(Math.min(...losses)).toBe(losses[stopped.bestEpoch]);
    const asLong = await train({ ...options, epochs: stopped.bestEpoch + 1 });
    expect(stopped.weights).toEqual(asLong.weights);
  });

  it('ends in one readable line when the loss is not finite, and keeps the checkpoint before', async () => {
    const place = folder();
    const data = toyPatients(50, 1);
    const clean = toySource(runtime.tf, data);
    let calls = 0;
    const spoiled = {
      rows: 50,
      batch: (rows: Uint32Array) => {
        if (++calls === 7)
          return toySource(runtime.tf, { ...data, x: data.x.map(() => Number.NaN) }).batch(rows);
        return clean.batch(rows);
      },
    };
    const checkpoint = { folder: place, inputs: 'toy' };
    await expect(train({ data: spoiled, checkpoint })).rejects.toThrow(
      /^training: the loss is NaN in epoch 2, step 2, at learning rate 0\.0\d+: the batch holds inputs that are not finite$/,
    );
    await expect(
      train({ schedule: { kind: 'constant', rate: 1e30 }, optimizer: { kind: 'sgd' } }),
    ).rejects.toThrow(/training: (the loss is|weight .* is not finite)/);
    const resumed = await train({ data: clean, checkpoint });
    expect(resumed.history).toHaveLength(4);
  });

  it('decays kernels and leaves biases alone', async () => {
    const { tf } = runtime;
    const decayed = async (weightDecay: number) => {
      const network = tf.sequential({
        layers: [tf.layers.dense({ units: 1, inputShape: [3], kernelInitializer: 'ones' })],
      });
      const data = { ...toyPatients(8, 1), x: new Float32Array(24) };
      const { weights } = await train({
        ...{ model: traineeOf(runtime, network), data: toySourceAsIs(data), epochs: 2, batchSize: 8 },
        ...{ optimizer: { kind: 'adamw', weightDecay }, schedule: { kind: 'constant', rate: 0.1 } },
      });
      network.dispose();
      return Object.values(weights).map(({ data: values }) => Number(values[0]));
    };
    const toySourceAsIs = (data: ReturnType<typeof toyPatients>) => ({
      rows: data.rows,
      batch: (rows: Uint32Array) => toySource(tf, data).batch(rows),
    });
    const [[bias, kernel], [biasAlone, kernelAlone]] = [await decayed(0.5), await decayed(0)];
    expect(kernelAlone).toBe(1);
    expect(kernel).toBeCloseTo(0.95 ** 2, 6);
    expect(bias).toBe(biasAlone);
    expect(bias).not.toBe(0);
  });

  it('refuses options that make no sense', async () => {
    await expect(train({ epochs: 0 })).rejects.toThrow('trainModel: epochs must be a positive integer (0)');
    await expect(train({ earlyStopping: { patience: 1 } })).rejects.toThrow(
      'early stopping needs a tuning part',
    );
  });
});

describe('an interrupted training', () => {
  it.each([1, 5, 6, 13, 19])('ends with the same bits when stopped after step %i', async (stopAt) => {
    const tuning = toySource(runtime.tf, toyPatients(20, 2));
    const options = { tuning, earlyStopping: { patience: 9 } };
    const whole = await train(options);
    const checkpoint = { folder: folder(), inputs: 'toy' };
    const controller = new AbortController();
    let steps = 0;
    const interrupted = train({
      ...options,
      checkpoint,
      signal: controller.signal,
      onProgress: () => {
        if (++steps === stopAt) controller.abort();
      },
    });
    await expect(interrupted).rejects.toThrow(InterruptedError);
    await expect(interrupted).rejects.toMatchObject({ exitCode: 130 });
    const resumed = await train({ ...options, checkpoint });
    expect(resumed.weights).toEqual(whole.weights);
    expect(resumed.history).toEqual(whole.history);
    const again = await train({ ...options, checkpoint });
    expect(again).toEqual(whole);
  });

  it('stops between the batches of the tuning part too, and does not learn the epoch again', async () => {
    const controller = new AbortController();
    const tuning = toySource(runtime.tf, toyPatients(30, 2));
    const asking = {
      rows: 30,
      batch: (rows: Uint32Array) => {
        controller.abort();
        return tuning.batch(rows);
      },
    };
    const checkpoint = { folder: folder(), inputs: 'toy' };
    const stopped = train({ tuning: asking, checkpoint, signal: controller.signal });
    await expect(stopped).rejects.toThrow('training: interrupted in epoch 1 before step 6');
    const heard: Progress[] = [];
    const resumed = await train({ tuning, checkpoint, onProgress: (progress) => heard.push(progress) });
    expect(resumed.weights).toEqual((await train({ tuning })).weights);
    expect(heard[0]).toMatchObject({ epoch: 1, step: 1 });
  });

  it('does not take up a checkpoint of other settings', async () => {
    const notices: string[] = [];
    const checkpoint = { folder: folder(), inputs: 'toy', onNotice: (line: string) => notices.push(line) };
    await train({ checkpoint });
    const other = await train({ checkpoint, seed: 5 });
    expect(other.weights).toEqual((await train({ seed: 5 })).weights);
    const dropsMore = () => traineeOf(runtime, toyNetwork(runtime.tf, { dropout: 0.4 }));
    const more = await train({ checkpoint, seed: 5, model: dropsMore() });
    expect(more.weights).toEqual((await train({ seed: 5, model: dropsMore() })).weights);
    expect(notices.every((line) => line.includes('belongs to other settings or data'))).toBe(true);
    expect(notices.length).toBeGreaterThan(0);
  });
});
