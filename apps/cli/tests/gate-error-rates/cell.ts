import type { Random } from '@raredx/stats';

/** One row of the table: a rule under one truth. */
export interface Cell {
  readonly rule: string;
  /** What is true in the simulated world. */
  readonly truth: string;
  /** error: deciding so is wrong there, and at most `nominal` of the time; power: it is right. */
  readonly kind: 'error' | 'power';
  /** What is counted. */
  readonly counted: string;
  /** The error that is promised; null for power. */
  readonly nominal: number | null;
  /** How many times it is tried for the committed numbers. */
  readonly replicates: number;
  /** Whether the counted thing happened in one simulated world. */
  readonly happens: (random: Random) => boolean;
}

export interface Rate {
  readonly rule: string;
  readonly truth: string;
  readonly kind: Cell['kind'];
  readonly counted: string;
  readonly nominal: number | null;
  readonly replicates: number;
  readonly rate: number;
}

/** A replicate has a stream of its own, so that the first hundred are the same in a quick check. */
export function rateOf(cell: Cell, root: Random, replicates = cell.replicates): Rate {
  const stream = root.fork(`${cell.rule}: ${cell.truth}: ${cell.counted}`);
  let count = 0;
  for (let i = 0; i < replicates; i++) count += Number(cell.happens(stream.fork(i)));
  const { rule, truth, kind, counted, nominal } = cell;
  return { rule, truth, kind, counted, nominal, replicates, rate: count / replicates };
}
