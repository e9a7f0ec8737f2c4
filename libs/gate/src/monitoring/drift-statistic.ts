import type { Interval } from '@raredx/stats';

/** A comparison of new patients with the reference, as a function of the coefficient that each patient has. */
export interface DriftStatistic {
  readonly subject: string;
  readonly name: string;
  /** What is compared between arrangements of the patients. */
  readonly test: (c: Float64Array) => number;
  /** What a reader sees. */
  readonly size: (c: Float64Array) => number;
  /** Interval of a size, where it has one of its own. */
  readonly interval?: (size: number) => Interval;
  /** The size is a norm of the difference of two distributions. */
  readonly isNorm: boolean;
  /** Largest value there is. */
  readonly most?: number;
}
