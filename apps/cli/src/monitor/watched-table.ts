import type { WatchedSample } from '@raredx/gate';

/** A sample with what is not compared between the two sides. */
export interface NamedSample extends WatchedSample {
  readonly sample: string;
  readonly latency: number | null;
}

export interface WatchedTable {
  readonly samples: readonly NamedSample[];
  /** What could not be checked, for want of a column. */
  readonly unchecked: readonly string[];
}
