import { createHash } from 'node:crypto';
import type { OptimizerState, SafeTensor } from '@raredx/runtime';
import type * as tfjs from '@tensorflow/tfjs';
import type { Tensors } from '../tensors.ts';
import { TrainingError } from '../training-error.ts';
import type { NamedVariable, Trainee } from './trainee.ts';

/** One point of the learning curves. */
export interface EpochRecord {
  readonly epoch: number;
  /** Learning rate of its last step. */
  readonly rate: number;
  /** Mean over the rows as they were met, with weights, smoothing and dropout. */
  readonly trainingLoss: number;
  /** Log loss of the tuning part; null where there is none. */
  readonly tuningLoss: number | null;
  /** Parameters that moved in it. */
  readonly trainedParameters: number;
}

/** Where a training stands: with the tensors, all that is needed to go on as if nothing had happened. */
export interface TrainingFacts {
  readonly epoch: number;
  /** Steps of the epoch that are done. */
  readonly step: number;
  /** Sum of loss times rows over these steps. */
  readonly lossSum: number;
  readonly history: readonly EpochRecord[];
  readonly finished: 'epochs' | 'early stopping' | null;
  /** What the steps ran on, once one was made: a training resumed after its end says so too. */
  readonly ranOn: { readonly engine: 'graph' | 'eager'; readonly why: string | null };
}

export const untrained: TrainingFacts = {
  ...{ epoch: 0, step: 0, lossSum: 0, history: [], finished: null },
  ranOn: { engine: 'eager', why: null },
};

/** Values of some variables, by name. */
export type Snapshot = Readonly<Record<string, SafeTensor>>;

/** What a training may change. */
export function movingVariables(trainee: Trainee): NamedVariable[] {
  const named = new Map<string, NamedVariable>();
  for (const one of [...trainee.phases.flatMap((phase) => phase.weights), ...trainee.state])
    named.set(one.name, { name: one.name, variable: one.variable });
  return [...named.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Copies the values.
 * @throws TrainingError where a value is not finite: such weights must not replace a good checkpoint
 */
export function snapshot(variables: readonly NamedVariable[]): Snapshot {
  return Object.fromEntries(
    variables.map(({ name, variable }) => {
      const data = Float32Array.from(variable.dataSync());
      if (!data.every(Number.isFinite))
        throw new TrainingError('training', `weight ${name} is not finite`, 'lower the learning rate');
      return [name, { dtype: 'F32', shape: variable.shape, data }];
    }),
  );
}

/** Puts values back into the variables of the same names. */
export function restore(tf: Tensors, variables: readonly NamedVariable[], values: Snapshot): void {
  for (const { name, variable } of variables) {
    const { data, shape } = values[name];
    const tensor = tf.tensor(Float32Array.from(data as Float32Array), [...shape], 'float32');
    variable.assign(tensor);
    tensor.dispose();
  }
}

/** Tensors of a checkpoint: the weights now, the best so far, and what the optimizer remembers. */
export interface TrainingTensors {
  readonly weights: Snapshot;
  readonly best: Snapshot | null;
  readonly optimizer: OptimizerState | null;
}

export function packTensors({ weights, best, optimizer }: TrainingTensors): Snapshot {
  const under = (prefix: string, values: Snapshot) =>
    Object.entries(values).map(([name, value]) => [`${prefix}/${name}`, value] as const);
  const slots = Object.entries(optimizer ?? {}).map(
    ([name, { dtype, shape, values }]): [string, SafeTensor] => [
      `optimizer/${name}`,
      dtype === 'int32'
        ? { dtype: 'I32', shape, data: Int32Array.from(values) }
        : { dtype: 'F32', shape, data: Float32Array.from(values) },
    ],
  );
  return Object.fromEntries([...under('weights', weights), ...under('best', best ?? {}), ...slots]);
}

export function unpackTensors(tensors: Snapshot): TrainingTensors {
  const under = (prefix: string) =>
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(`${prefix}/`))
      .map(([name, value]) => [name.slice(prefix.length + 1), value] as const);
  const best = under('best');
  const optimizer = under('optimizer').map(([name, { dtype, shape, data }]) => [
    name,
    dtype === 'I32'
      ? { shape, dtype: 'int32' as const, values: Int32Array.from(data as Int32Array) }
      : { shape, dtype: 'float32' as const, values: Float32Array.from(data as Float32Array) },
  ]);
  return {
    weights: Object.fromEntries(under('weights')),
    best: best.length > 0 ? Object.fromEntries(best) : null,
    optimizer: optimizer.length > 0 ? Object.fromEntries(optimizer) : null,
  };
}

/** A hash of all weights of a model as they are now, and of settings: what a training follows from. */
export function trainingHash(variables: readonly NamedVariable[], settings: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const { name, variable } of variables) {
    const values = (variable as tfjs.Tensor).dataSync();
    hash.update(`\0${name} ${variable.shape.join()}\0`);
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}
