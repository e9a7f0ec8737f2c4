import { type Random, shuffled } from '@raredx/stats';
import type { Features } from '../learner.ts';

/** A mini-batch of every member: member-major, then row, then column. Members with fewer rows are padded by weight 0. */
export interface StackedBatch {
  readonly x: Float32Array;
  /** Class of each row (0 or 1 for a binary outcome). */
  readonly classes: Int32Array;
  /** 1 / (rows of this member in the batch), or 0 for padding: the sum over a member is its mean loss. */
  readonly weights: Float32Array;
}

/** The rows that a member may learn from. */
export interface Member {
  readonly features: Features;
  readonly classes: Int32Array;
  /** Rows that take part (a related task may be unknown for some). */
  readonly rows: Uint32Array;
}

/**
 * The mini-batches of one epoch for all members side by side. Each member's order depends on its own stream and the
 * epoch alone, so a member's fit is the same whether it is trained alone or with others.
 */
export function* memberBatches(
  members: readonly Member[],
  randoms: readonly Random[],
  { epoch, batchSize }: { readonly epoch: number; readonly batchSize: number },
): Generator<StackedBatch> {
  const orders = members.map((member, at) => shuffled(member.rows.length, randoms[at].fork(epoch)));
  const steps = stepsPerEpoch(members, batchSize);
  const width = members[0].features.columns.length;
  for (let step = 0; step < steps; step++) {
    const x = new Float32Array(members.length * batchSize * width);
    const classes = new Int32Array(members.length * batchSize);
    const weights = new Float32Array(members.length * batchSize);
    members.forEach((member, m) => {
      const start = Math.floor((step * member.rows.length) / steps);
      const end = Math.floor(((step + 1) * member.rows.length) / steps);
      for (let at = start; at < end; at++) {
        const row = member.rows[orders[m][at]];
        const slot = m * batchSize + at - start;
        classes[slot] = member.classes[row];
        weights[slot] = 1 / (end - start);
        for (let c = 0; c < width; c++) x[slot * width + c] = member.features.columns[c][row];
      }
    });
    yield { x, classes, weights };
  }
}

/** Every member takes the same number of steps an epoch; its batches then differ by at most one row. */
export function stepsPerEpoch(members: readonly Member[], batchSize: number): number {
  const most = Math.max(...members.map((member) => member.rows.length));
  return Math.max(1, Math.ceil(most / batchSize));
}
