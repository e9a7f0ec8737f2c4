import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readNativeRecord } from '../src/native-record.ts';
import { openRuntime } from '../src/open-runtime.ts';
import type { Runtime } from '../src/runtime.ts';
import { openTrainingStep } from '../src/step/open-training-step.ts';
import type { OptimizerSettings } from '../src/step/optimizer-settings.ts';
import type { TrainingStep } from '../src/step/training-step.ts';
import { engineCases } from './step-engine-cases.ts';
import { bitsOf, buildNet, type Net, netLoss, resetNet, type ToyBatch, toyBatches } from './toy-net.ts';

const record = readNativeRecord();
const missing = 'unavailable' in record || record.stepGraph === undefined;
const kinds = ['sgd', 'adam', 'adamw', 'adamax', 'rmsprop', 'adagrad', 'adadelta'] as const;

describe.skipIf(missing)('a training step that goes on', () => {
  let runtime: Runtime;
  let net: Net;
  let batches: readonly ToyBatch[];
  beforeAll(async () => {
    runtime = await openRuntime();
    const { input, layers } = engineCases.find(({ name }) => /relu6/.test(name))!;
    net = buildNet(runtime, { input, layers });
    batches = toyBatches(runtime, input, false);
  });

  const open = (engine: 'graph' | 'eager', optimizer: OptimizerSettings) =>
    openTrainingStep(runtime, {
      ...{ trainable: net.trainable, state: net.state, loss: netLoss(runtime, net), optimizer, engine },
    });

  /** Steps `from` to `to`, each with a mask of its own. */
  const advance = (step: TrainingStep, from: number, to: number) => {
    for (let at = from; at < to; at += 1) {
      const { x, y } = batches[at % batches.length];
      const key = runtime.tf.tensor1d([7, at], 'int32');
      step.run([x, key], [y], 0.01 / (1 + at / 10));
      key.dispose();
    }
  };

  const values = () => [...net.trainable, ...net.state].map((variable) => variable.dataSync().slice());

  it.each(kinds.flatMap((kind) => (['graph', 'eager'] as const).map((engine) => ({ kind, engine }))))(
    'has the same bits as one that never stopped: $kind, $engine',
    ({ kind, engine }) => {
      resetNet(runtime, net);
      const whole = open(engine, { kind });
      advance(whole, 0, 9);
      whole.dispose();
      const wanted = bitsOf([...net.trainable, ...net.state]);

      resetNet(runtime, net);
      const first = open(engine, { kind });
      advance(first, 0, 5);
      first.synchronise();
      const [saved, weights] = [first.optimizerState(), values()];
      advance(first, 5, 7);
      first.dispose();

      [...net.trainable, ...net.state].forEach((variable, at) => {
        runtime.tf.tidy(() => variable.assign(runtime.tf.tensor(weights[at], variable.shape) as Variable));
      });
      const second = open(engine, { kind });
      second.restoreOptimizer(saved);
      advance(second, 5, 9);
      second.dispose();
      expect(bitsOf([...net.trainable, ...net.state])).toEqual(wanted);
    },
  );

  it('takes over what was assigned to the variables when told to', () => {
    resetNet(runtime, net);
    const step = open('graph', { kind: 'sgd' });
    advance(step, 0, 3);
    step.synchronise();
    const once = bitsOf(net.trainable);
    advance(step, 3, 6);
    resetNet(runtime, net);
    step.reload();
    advance(step, 0, 3);
    step.synchronise();
    expect(bitsOf(net.trainable)).toEqual(once);
    step.dispose();
  });

  it('refuses a state of another optimizer', () => {
    const [adam, sgd] = [open('graph', { kind: 'adam' }), open('graph', { kind: 'sgd' })];
    expect(() => adam.restoreOptimizer(sgd.optimizerState())).toThrow('0.m is missing');
    expect(() => sgd.restoreOptimizer(adam.optimizerState())).toThrow('too many');
    adam.dispose();
    sgd.dispose();
  });

  it.each(['graph', 'eager'] as const)('keeps no tensor: %s', (engine) => {
    const { tf } = runtime;
    resetNet(runtime, net);
    const before = tf.memory();
    const step = open(engine, { kind: 'adam' });
    advance(step, 0, 3);
    const { numTensors, numDataBuffers } = tf.memory();
    advance(step, 3, 40);
    step.synchronise();
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
    step.dispose();
    expect(tf.memory()).toMatchObject({
      numTensors: before.numTensors,
      numDataBuffers: before.numDataBuffers,
    });
  });

  it('is done once it is disposed', () => {
    const step = open('graph', { kind: 'adam' });
    step.dispose();
    step.dispose();
    expect(() => advance(step, 0, 1)).toThrow('already disposed');
  });

  it('scales gradients to the norm asked for', () => {
    const { tf } = runtime;
    const weight = tf.variable(tf.tensor1d([0, 0]));
    for (const engine of ['graph', 'eager'] as const) {
      weight.assign(tf.tensor1d([0, 0]) as unknown as typeof weight);
      const step = openTrainingStep(runtime, {
        ...{ trainable: [weight], optimizer: { kind: 'sgd' }, clipNorm: 10, engine },
        loss: ([x]: readonly Tensor[]) => x.mul(weight as Tensor).sum() as Scalar,
      });
      step.run([tf.tensor1d([30, 40])], [], 1);
      step.dispose();
      // a gradient of norm 50 becomes one of norm 10
      expect([...weight.dataSync()]).toEqual([-6, -8]);
    }
  });
});
