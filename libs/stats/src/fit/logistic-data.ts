/** What a logistic likelihood is fitted to. All arrays have one entry a row. */
export interface LogisticData {
  /** Outcome in [0, 1]; 0 and 1 for observed outcomes. */
  readonly y: Uint8Array | Float64Array;
  readonly columns: readonly Float64Array[];
  /** Weight k counts as k copies of the row. @default 1 */
  readonly w?: Float64Array;
  /** Added to the linear predictor with coefficient 1. @default 0 */
  readonly offset?: Float64Array;
  /** Coefficients to start from, intercept first. */
  readonly start?: Float64Array;
  /** Penalty `ridge / 2` times the sum of squared slopes, taken off the log likelihood. @default 0 */
  readonly ridge?: number;
  /** `false` leaves the intercept out. */
  readonly intercept?: false;
}

/** Throws on lengths that differ and on values outside their domain; row numbers are 1-based. */
export function checkLogisticData(data: LogisticData): void {
  const { y, columns, w, offset, start, ridge = 0 } = data;
  const parameters = columns.length + (data.intercept === false ? 0 : 1);
  if (parameters === 0) throw new RangeError('fitLogistic: neither an intercept nor a column');
  for (const [name, values] of [
    ...columns.map((c, j) => [`column ${j + 1}`, c] as const),
    ['w', w],
    ['offset', offset],
  ] as const)
    if (values && values.length !== y.length)
      throw new RangeError(`fitLogistic: ${name} has ${values.length} rows, y has ${y.length}`);
  if (start && start.length !== parameters)
    throw new RangeError(`fitLogistic: start has ${start.length} coefficients, not ${parameters}`);
  if (!(ridge >= 0)) throw new RangeError(`fitLogistic: ridge must be >= 0 (${ridge})`);
}
