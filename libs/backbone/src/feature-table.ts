/** Features, one row an image or a text: row-major, `rows * width` values. */
export interface FeatureTable {
  readonly rows: number;
  readonly width: number;
  readonly values: Float32Array;
}
