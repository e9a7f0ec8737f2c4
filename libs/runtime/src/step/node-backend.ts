import type { Tensor } from '@tensorflow/tfjs';
import type { Tensorflow } from '../runtime.ts';
import type { HostTensor, OpAttribute } from './step-addon.ts';

export type OutputInfo = { readonly id: number; readonly shape: readonly number[]; readonly dtype: number };

/** What of tfjs-node 4.22.0's binding to the C library is used here; the version is pinned for the private parts. */
export type NodeBinding = {
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_BOOL: number;
  readonly TF_STRING: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  createTensor(shape: readonly number[], dtype: number, values: HostTensor['values'] | Uint8Array[]): number;
  executeOp(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): OutputInfo[];
  tensorDataSync(id: number): HostTensor['values'];
};

export type TensorRecord = {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
  /** Not yet given to TensorFlow, if not null. */
  readonly values: unknown;
};

/** tfjs-node's backend: what it has beside the interface that all backends share. */
export type NodeBackend = {
  binding: NodeBinding;
  readonly tensorMap: { get(dataId: object): TensorRecord };
  getInputTensorIds(tensors: readonly Tensor[]): number[];
  readSync(dataId: object): HostTensor['values'];
  executeSingleOutput(name: string, attributes: readonly OpAttribute[], inputs: readonly Tensor[]): Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly Tensor[],
    outputs: number,
  ): Tensor[];
};

export const nodeBackend = (tf: Tensorflow): NodeBackend => tf.backend() as unknown as NodeBackend;
