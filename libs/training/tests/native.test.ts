import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Runtime } from '@raredx/runtime';
import { openRuntime } from '@raredx/runtime';
import { createRandom } from '@raredx/stats';
import { beforeAll, describe, expect, it } from 'vitest';
import { trainModel } from '../src/loop/train-model.ts';
import { traineeOf } from '../src/loop/trainee.ts';
import type { TrainingOptions } from '../src/loop/training-options.ts';
import type { Snapshot } from '../src/loop/training-state.ts';
import { openTransferModel } from '../src/transfer/transfer-model.ts';
import { toyNetwork, toyPatients, toySource } from './toy.ts';

let runtime: Runtime;
beforeAll(async () => {
  runtime = await openRuntime({ deterministic: true });
});

async function train(changes: Partial<TrainingOptions> = {}) {
  const { tf } = runtime;
  return trainModel({
    ...{
      runtime,
      model: traineeOf(runtime, toyNetwork(tf)),
      data: toySource(tf, toyPatients(50, 1)),
      seed: 0,
    },
    ...{ objective: { kind: 'binary' }, optimizer: { kind: 'adam' }, clipNorm: 1, epochs: 4, batchSize: 12 },
    schedule: { kind: 'cosine', rate: 0.03 },
    ...changes,
  });
}

function furthest(a: Snapshot, b: Snapshot): number {
  return Math.max(
    ...Object.keys(a).flatMap((name) => {
      const other = b[name].data;
      return Array.from(a[name].data as Float32Array, (value, at) => Math.abs(value - Number(other[at])));
    }),
  );
}

describe('on the best runtime of this machine', () => {
  it('the engines agree, dropout and BatchNorm included', async () => {
    const [best, eager] = [await train(), await train({ engine: 'eager' })];
    expect(furthest(best.weights, eager.weights)).toBeLessThan(1e-4);
    expect(best.history.at(-1)?.trainingLoss).toBeCloseTo(eager.history.at(-1)?.trainingLoss ?? 0, 4);
  });

  it('the same seed gives the same bits', async () => {
    expect((await train()).weights).toEqual((await train()).weights);
  });

  it.each([3, 7, 12])('stopped after step %i and resumed: the same bits', async (stopAt) => {
    const whole = await train();
    const checkpoint = { folder: mkdtempSync(join(tmpdir(), 'native-')), inputs: 'toy' };
    const controller = new AbortController();
    let steps = 0;
    const stopped = train({
      ...{ checkpoint, signal: controller.signal },
      onProgress: () => {
        if (++steps === stopAt) controller.abort();
      },
    });
    await expect(stopped).rejects.toThrow('interrupted');
    const resumed = await train({ checkpoint });
    expect(resumed.engine).toBe(whole.engine);
    expect(resumed.history).toEqual(whole.history);
    expect(resumed.weights).toEqual(whole.weights);
  });

  it.each(['gradual', 'adapters', 'partial'] as const)('%s: the engines agree', async (kind) => {
    const { tf } = runtime;
    const strategy =
      kind === 'gradual'
        ? ({ kind, everyEpochs: 1 } as const)
        : kind === 'adapters'
          ? ({ kind, rank: 1 } as const)
          : ({ kind, blocks: 1 } as const);
    const run = async (engine: 'graph' | 'eager') => {
      const model = openTransferModel(runtime, toyNetwork(tf, { units: 4 }), {
        ...{ head: { units: 1, hidden: [3] }, strategy, random: createRandom(1), batchNorm: 'trained' },
      });
      const { weights } = await train({ model, engine });
      model.release();
      return weights;
    };
    expect(furthest(await run('graph'), await run('eager'))).toBeLessThan(1e-4);
  });
});
