import type { Scalar, Tensor, Tensor1D, Variable } from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readNativeRecord } from '../src/native-record.ts';
import { openRuntime } from '../src/open-runtime.ts';
import type { Runtime } from '../src/runtime.ts';
import { openTrainingStep } from '../src/step/open-training-step.ts';
import type { TrainingStepOptions } from '../src/step/training-step.ts';
import { bitsOf, noisyTensor } from './toy-net.ts';

const record = readNativeRecord();
const missing = 'unavailable' in record || record.stepGraph === undefined;

describe.skipIf(missing)('what a graph would freeze', () => {
  let runtime: Runtime;
  let weight: Variable;
  let other: Variable;
  let x: Tensor;
  let y: Tensor;
  beforeAll(async () => {
    runtime = await openRuntime();
    x = noisyTensor(runtime, [6, 3], 1);
    y = noisyTensor(runtime, [6, 1], 2);
  });
  beforeEach(() => {
    weight = runtime.tf.variable(runtime.tf.ones([3, 1]));
    other = runtime.tf.variable(runtime.tf.zeros([]), false);
    return () => {
      weight.dispose();
      other.dispose();
    };
  });

  const squared = (a: Tensor, b: Tensor): Scalar =>
    runtime.tf.losses.meanSquaredError(b, runtime.tf.matMul(a, weight as Tensor)) as Scalar;

  const open = (loss: TrainingStepOptions['loss']) =>
    openTrainingStep(runtime, { trainable: [weight], loss, optimizer: { kind: 'adam' } });

  /** A step that falls back does what an eager one would have done all along. */
  const expectEager = (loss: TrainingStepOptions['loss'], why: RegExp, again = () => {}) => {
    const step = open(loss);
    for (let at = 0; at < 5; at += 1) step.run([x], [y], 0.1);
    expect(step.engine).toBe('eager');
    expect(step.why).toMatch(why);
    expect(step.optimizerState().step.values[0]).toBe(5);
    step.dispose();
    const got = bitsOf([weight]);
    again();
    weight.assign(runtime.tf.ones([3, 1]) as Variable);
    const eager = openTrainingStep(runtime, {
      ...{ trainable: [weight], loss, optimizer: { kind: 'adam' }, engine: 'eager' },
    });
    for (let at = 0; at < 5; at += 1) eager.run([x], [y], 0.1);
    eager.dispose();
    return { got, wanted: bitsOf([weight]) };
  };

  it('is refused: numbers drawn on the host', () => {
    const loss = ([a]: readonly Tensor[], [b]: readonly Tensor[]) => squared(runtime.tf.dropout(a, 0.5), b);
    expectEager(loss, /other numbers at every call .*shape \[6,3\]/);
  });

  it('is refused: numbers drawn by TensorFlow', () => {
    const loss = ([a]: readonly Tensor[], [b]: readonly Tensor[]) => {
      const { tf } = runtime;
      const drawn = tf
        .multinomial(tf.tensor1d([0.5, 0.5]), 6, 3)
        .cast('float32')
        .reshape([6, 1]);
      return squared(a.mul(drawn), b);
    };
    expectEager(loss, /draws random numbers \(Multinomial\)/);
  });

  it('is refused: a way that depends on values', () => {
    const loss = ([a]: readonly Tensor[], [b]: readonly Tensor[]) => {
      const value = squared(a, b);
      return value.dataSync()[0] > 0.5 ? (value.mul(2) as Scalar) : value;
    };
    const { got, wanted } = expectEager(loss, /reads values/);
    expect(got).toEqual(wanted);
  });

  it('is refused: a number from outside that changes, and no step is taken with the old one', () => {
    let calls = 0;
    // changes between steps, not within one
    const loss = ([a]: readonly Tensor[], [b]: readonly Tensor[]) =>
      squared(a, b).mul(0.3 * (1 + calls)) as Scalar;
    const step = open(loss);
    const losses = [0, 1, 2].map((at) => {
      calls = at;
      return step.run([x], [y], 1e-9);
    });
    expect(step.why).toMatch(/other numbers at every call/);
    expect(losses[1] / losses[0]).toBeCloseTo(2, 5);
    expect(losses[2] / losses[0]).toBeCloseTo(3, 5);
    step.dispose();
  });

  it('is refused: other operations from call to call', () => {
    let calls = 0;
    const loss = ([a]: readonly Tensor[], [b]: readonly Tensor[]) => {
      calls += 1;
      return calls % 2 === 1 ? squared(a, b) : (squared(a, b).square() as Scalar);
    };
    expectEager(loss, /the same operations/);
  });

  it('is refused: a variable that nobody named', () => {
    const loss = ([a]: readonly Tensor[], [b]: readonly Tensor[]) => {
      other.assign(other.add(1) as Variable);
      return squared(a, b);
    };
    const { got, wanted } = expectEager(loss, /not among `state`/, () => {
      expect(other.dataSync()[0]).toBe(5);
    });
    expect(got).toEqual(wanted);
  });

  it('leaves nothing behind in what the loss assigns while it is recorded', () => {
    const loss = ([a]: readonly Tensor[], [b]: readonly Tensor[]) => {
      other.assign(other.add(1) as Variable);
      return squared(a, b);
    };
    const step = openTrainingStep(runtime, {
      ...{ trainable: [weight], state: [other], loss, optimizer: { kind: 'sgd' } },
    });
    for (let at = 0; at < 20; at += 1) step.run([x], [y], 0.01);
    step.synchronise();
    expect([step.engine, other.dataSync()[0]]).toEqual(['graph', 20]);
    step.dispose();
  });

  it('is refused: a tensor of strings', () => {
    const { tf } = runtime;
    const step = open(([a]: readonly Tensor[], [b]: readonly Tensor[]) => squared(a, b));
    step.run([x, tf.tensor1d(['a'])], [y], 0.1);
    expect(step.why).toBe('a string tensor is given');
    step.dispose();
  });

  it('passes on what TensorFlow says of a batch, and takes no step with it', () => {
    const { tf } = runtime;
    const table = tf.variable(noisyTensor(runtime, [4, 2], 3));
    const step = openTrainingStep(runtime, {
      ...{ trainable: [table], optimizer: { kind: 'adam' } },
      loss: ([a]: readonly Tensor[]) =>
        tf
          .gather(table as Tensor, a as Tensor1D)
          .square()
          .sum() as Scalar,
    });
    const start = step.run([tf.tensor1d([0, 1], 'int32')], [], 0);
    step.run([tf.tensor1d([0, 1], 'int32')], [], 0);
    expect(() => step.run([tf.tensor1d([0, 9], 'int32')], [], 0.1)).toThrow(/indices\[1\] = 9/);
    expect(step.optimizerState().step.values[0]).toBe(2);
    expect(step.run([tf.tensor1d([0, 1], 'int32')], [], 0)).toBe(start);
    step.dispose();
  });

  it('lets an error of the loss through, and goes on afterwards', () => {
    let fails = true;
    const loss = ([a]: readonly Tensor[], [b]: readonly Tensor[]) => {
      if (fails) throw new Error('the loss itself');
      return squared(a, b);
    };
    const step = open(loss);
    expect(() => step.run([x], [y], 0.1)).toThrow('the loss itself');
    fails = false;
    expect(step.run([x], [y], 0.1)).toBeGreaterThan(0);
    expect(step.engine).toBe('graph');
    step.dispose();
  });

  it('does not mistake two weights, or an input and a target, that start from one tensor', () => {
    const { tf } = runtime;
    const start = tf.ones([3, 1]);
    const [first, second] = [tf.variable(start), tf.variable(start)];
    const loss = ([a]: readonly Tensor[], [b]: readonly Tensor[]) =>
      tf.losses.meanSquaredError(b, a.mul(tf.matMul(a, first.sub(second.mul(2))))) as Scalar;
    const train = (engine: 'graph' | 'eager') => {
      for (const variable of [first, second]) variable.assign(start as Variable);
      const step = openTrainingStep(runtime, {
        ...{ trainable: [first, second], loss, optimizer: { kind: 'sgd' }, engine },
      });
      step.run([x], [x], 0.1);
      const last = step.run([x], [noisyTensor(runtime, [6, 3], 9)], 0.1);
      step.dispose();
      return [last, ...first.dataSync(), ...second.dataSync()];
    };
    const [graph, eager] = [train('graph'), train('eager')];
    graph.forEach((value, at) => {
      expect(value).toBeCloseTo(eager[at], 5);
    });
  });
});
