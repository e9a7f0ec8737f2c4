import type { FeatureTable } from '../features.ts';

/** The labelled examples of one episode. */
export interface Support {
  readonly features: FeatureTable;
  /** Class of each row, 0 to classCount − 1; every class has at least one row. */
  readonly classes: Int32Array;
  readonly classCount: number;
}

/** What the base classes tell of the embedding space; `covariance` is within classes, width × width, row-major. */
export interface BaseStatistics {
  readonly mean: Float64Array;
  readonly covariance?: Float64Array;
}
