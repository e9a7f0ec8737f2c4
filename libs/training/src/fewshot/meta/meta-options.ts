import type { ClassTask } from '../../features.ts';
import type { Tensors } from '../../tensors.ts';

/** Learning from episodes of base classes. */
export interface MetaOptions {
  readonly ways: number;
  readonly shots: number;
  readonly queries: number;
  readonly episodes: number;
  readonly hidden: number;
  readonly learningRate: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** The base classes, and the tensor library that learns from them. */
export interface MetaTask {
  readonly task: ClassTask;
  readonly tf: Tensors;
}
