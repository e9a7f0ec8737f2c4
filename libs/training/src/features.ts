/** Frozen features of a backbone, one row an image, a cell or a text: row-major, `rows * width` values. */
export interface FeatureTable {
  readonly rows: number;
  readonly width: number;
  readonly values: Float32Array;
}

/** A classification to be learned from frozen features. */
export interface ClassTask {
  readonly features: FeatureTable;
  /** Class of each row, 0 to K − 1. */
  readonly classes: Int32Array;
  readonly classNames: readonly string[];
  /** Patient of each row: the unit of every split and resample. */
  readonly groups: Int32Array;
}
