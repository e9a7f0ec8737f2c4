import { type Random, shuffled } from '@raredx/stats';

/**
 * The batches of one epoch: rows in an order that depends on the stream and the epoch alone, cut into parts whose sizes
 * differ by at most one (a last batch of two patients would give BatchNorm a meaningless variance).
 *
 * @example
 * epochBatches(7, 3, { epoch: 0, random: createRandom(1) }).map((batch) => batch.length) // => [2, 2, 3]
 */
export function epochBatches(
  rows: number,
  batchSize: number,
  { epoch, random }: { readonly epoch: number; readonly random: Random },
): Uint32Array[] {
  return cut(shuffled(rows, random.fork('order').fork(epoch)), batchSize);
}

/** All rows in their own order, in parts of at most `batchSize`. */
export function rowsInOrder(rows: number, batchSize: number): Uint32Array[] {
  return cut(
    Uint32Array.from({ length: rows }, (_, row) => row),
    batchSize,
  );
}

function cut(order: Uint32Array, batchSize: number): Uint32Array[] {
  const parts = Math.ceil(order.length / batchSize);
  return Array.from({ length: parts }, (_, part) =>
    order.slice(Math.floor((part * order.length) / parts), Math.floor(((part + 1) * order.length) / parts)),
  );
}
