/**
 * How many imputed data sets: as many as the percentage of rows that lack something, and never fewer than 20, so that
 * the Monte Carlo error stays small beside the standard error.
 *
 * White IR, Royston P, Wood AM (2011). Multiple imputation using chained equations. Stat Med 30:377-399, section 7.
 *
 * @example
 * imputationCount({ rows: 200, incomplete: 84 }) // => 42
 * imputationCount({ rows: 200, incomplete: 3 }) // => 20
 */
export function imputationCount({ rows, incomplete }: { rows: number; incomplete: number }): number {
  if (!(incomplete >= 0 && incomplete <= rows))
    throw new RangeError(`imputationCount: incomplete rows must be in 0 .. rows (${incomplete} of ${rows})`);
  return rows === 0 ? 20 : Math.max(20, Math.ceil((100 * incomplete) / rows));
}
