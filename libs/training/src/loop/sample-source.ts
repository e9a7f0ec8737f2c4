import type { Random } from '@raredx/stats';
import type * as tfjs from '@tensorflow/tfjs';

/** Tensors of some rows; whoever asked for them disposes of them. */
export interface SampleBatch {
  readonly inputs: readonly tfjs.Tensor[];
  /** Class of each row: 0 or 1 for a binary outcome. Shape (rows). */
  readonly targets: tfjs.Tensor;
}

/**
 * Samples by index, read when they are needed: a training never holds more than one batch.
 *
 * `augment`, where given, is the stream of one epoch: a row's alterations come from `augment.fork(row)`, so that they
 * depend on the seed, the epoch and the row, not on the batch it came in. Absent means as they are.
 */
export interface SampleSource {
  readonly rows: number;
  batch(rows: Uint32Array, augment?: Random): SampleBatch | Promise<SampleBatch>;
}

/**
 * A source of some rows of another one (a fold, the tuning part).
 *
 * @param rows of `source`, in the order in which the part counts them
 */
export function rowsOf(source: SampleSource, rows: Uint32Array): SampleSource {
  const outside = rows.findIndex((row) => row >= source.rows);
  if (outside >= 0)
    throw new RangeError(`rowsOf: row ${rows[outside]} is beyond the ${source.rows} there are`);
  return {
    rows: rows.length,
    batch: (own, augment) =>
      source.batch(
        own.map((row) => rows[row]),
        augment,
      ),
  };
}
