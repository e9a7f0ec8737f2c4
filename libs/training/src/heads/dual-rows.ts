/** Training rows of one fit: their inner products, classes and weights. */
export interface DualRows {
  /** `n * n`, made by the kernel, whole; n is the number of rows padded to a multiple of 4, the rest zero. */
  readonly gram: Float64Array;
  readonly n: number;
  readonly rows: number;
  readonly classes: Int32Array;
  /** Positive weight of each row. */
  readonly weights: Float64Array;
  readonly classCount: number;
  /** Patient of each row. */
  readonly groups: Int32Array;
  /** Columns of the features, padding aside. */
  readonly width: number;
}
