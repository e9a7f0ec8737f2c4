import { beforeAll, describe, expect, it } from 'vitest';
import { readNativeRecord } from '../src/native-record.ts';
import { openRuntime } from '../src/open-runtime.ts';
import type { Runtime } from '../src/runtime.ts';
import { fuseLayers } from '../src/step/fuse-layers.ts';
import { openTrainingStep } from '../src/step/open-training-step.ts';
import type { OptimizerSettings } from '../src/step/optimizer-settings.ts';
import type { TrainingStepOptions } from '../src/step/training-step.ts';
import { engineCases } from './step-engine-cases.ts';
import { buildNet, type Net, netLoss, resetNet, type ToyBatch, toyBatches } from './toy-net.ts';

const record = readNativeRecord();
const missing = 'unavailable' in record || record.stepGraph === undefined;
const steps = 100;

const optimizers: readonly OptimizerSettings[] = [
  { kind: 'sgd' },
  { kind: 'sgd', momentum: 0.9 },
  { kind: 'sgd', momentum: 0.9, nesterov: true },
  { kind: 'adam' },
  { kind: 'adamw', weightDecay: 0.05 },
  { kind: 'adamax' },
  { kind: 'rmsprop' },
  { kind: 'rmsprop', momentum: 0.5 },
  { kind: 'adagrad' },
  { kind: 'adadelta' },
];

describe.skipIf(missing)('a training step as a graph', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await openRuntime();
  });

  /** Trains from the same start; returns losses, weights, and what the step says of itself. */
  const train = (net: Net, batches: readonly ToyBatch[], options: Partial<TrainingStepOptions>) => {
    resetNet(runtime, net);
    const step = openTrainingStep(runtime, {
      ...{ trainable: net.trainable, state: net.state, loss: netLoss(runtime, net) },
      ...{ optimizer: { kind: 'sgd', momentum: 0.9 }, ...options },
    });
    const losses = Array.from({ length: steps }, (_, at) => {
      const { x, y } = batches[at % batches.length];
      return step.run([x], [y], 0.01);
    });
    const { engine, why } = step;
    step.dispose();
    const weights = [...net.trainable, ...net.state].map((variable) => Array.from(variable.dataSync()));
    return { losses, weights, engine, why };
  };

  const furthest = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]) =>
    Math.max(...a.flatMap((values, at) => values.map((value, k) => Math.abs(value - b[at][k]))));

  const expectSame = (
    net: Net,
    batches: readonly ToyBatch[],
    { fuse = false, ...options }: Partial<TrainingStepOptions> & { fuse?: boolean } = {},
  ) => {
    const eager = train(net, batches, { ...options, engine: 'eager' });
    const release = fuse ? fuseLayers(runtime, net.model) : () => {};
    const graph = train(net, batches, options);
    release();
    expect(graph).toMatchObject({ engine: 'graph', why: null });
    expect(eager.losses.at(-1)).not.toBe(eager.losses[0]);
    expect(furthest([graph.losses], [eager.losses])).toBeLessThan(1e-5);
    expect(furthest(graph.weights, eager.weights)).toBeLessThan(1e-5);
  };

  it.each(engineCases)(
    'equals the eager step over 100 steps and two batch shapes: $name',
    ({ name, ...shape }) => {
      expectSame(buildNet(runtime, shape), toyBatches(runtime, shape.input, name === 'embedding'));
    },
  );

  it('equals the eager step of stock layers where batch normalisation and relu6 are fused', () => {
    const { input, layers } = engineCases.find(({ name }) => /relu6/.test(name))!;
    expectSame(buildNet(runtime, { input, layers }), toyBatches(runtime, input, false), { fuse: true });
  });

  it.each(optimizers.map((optimizer) => ({ says: JSON.stringify(optimizer), optimizer })))(
    'equals the eager step with clipping and rates by weight: $says',
    ({ optimizer }) => {
      const { input, layers } = engineCases[0];
      expectSame(buildNet(runtime, { input, layers }), toyBatches(runtime, input, false), {
        ...{ optimizer, clipNorm: 0.4 },
        rateMultipliers: [1, 0.5, 0, 2],
        decayMultipliers: [1, 0, 1, 0],
      });
    },
  );
});
