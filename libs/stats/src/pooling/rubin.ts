import { studentQuantile } from '../distribution/student.ts';
import type { Interval } from '../summary/interval.ts';
import { sum } from '../summary/sum.ts';

export interface PooledImputations {
  readonly estimate: number;
  /** Mean variance within an imputed data set. */
  readonly within: number;
  /** Variance of the estimates between imputed data sets. */
  readonly between: number;
  readonly total: number;
  readonly df: number;
  /** Fraction of missing information. */
  readonly missingInformation: number;
  readonly interval: Interval;
}

/**
 * Rubin's rules for one scalar estimated in m imputed data sets, on the scale where it is nearly normal (logit of an
 * AUROC, log of O/E, the slope itself), with the degrees of freedom of Barnard & Rubin for small samples.
 *
 * Barnard J, Rubin DB (1999). Small-sample degrees of freedom with multiple imputation. Biometrika 86:948-955.
 *
 * @param completeDf degrees of freedom were nothing missing; Infinity for a large sample
 * @example
 * poolImputations({ estimates: Float64Array.of(1, 3), variances: Float64Array.of(1, 1), completeDf: Infinity }, 0.95).total // => 4
 */
export function poolImputations(
  data: { estimates: Float64Array; variances: Float64Array; completeDf: number },
  confidence: number,
): PooledImputations | { undefinedBecause: string } {
  const { estimates, variances, completeDf } = data;
  const m = estimates.length;
  if (variances.length !== m)
    throw new RangeError(
      `poolImputations: estimates (${m}) and variances (${variances.length}) differ in length`,
    );
  for (let i = 0; i < m; i++)
    if (!(Number.isFinite(estimates[i]!) && variances[i]! >= 0 && variances[i]! < Infinity))
      throw new RangeError(`poolImputations: imputation ${i + 1} has no finite estimate and variance`);
  if (!(completeDf > 0)) throw new RangeError(`poolImputations: completeDf must be positive (${completeDf})`);
  if (m < 2) return { undefinedBecause: `${m} imputed data sets` };
  const estimate = sum(estimates) / m;
  const within = sum(variances) / m;
  const between = sum(estimates.map((value) => (value - estimate) ** 2)) / (m - 1);
  const total = within + (1 + 1 / m) * between;
  if (total === 0) return { undefinedBecause: 'the variance is zero in every imputed data set' };
  const df = barnardRubin(((1 + 1 / m) * between) / total, m, completeDf);
  const increase = ((1 + 1 / m) * between) / within;
  const missingInformation = within === 0 ? 1 : (increase + 2 / (df + 3)) / (increase + 1);
  const margin = studentQuantile((1 + confidence) / 2, df) * Math.sqrt(total);
  const interval = {
    lower: estimate - margin,
    upper: estimate + margin,
    confidence,
    method: "Rubin's rules",
  };
  return { estimate, within, between, total, df, missingInformation, interval };
}

function barnardRubin(share: number, m: number, completeDf: number): number {
  const large = share === 0 ? Infinity : (m - 1) / share ** 2;
  if (completeDf === Infinity) return large;
  const observed = ((completeDf + 1) / (completeDf + 3)) * completeDf * (1 - share);
  if (large === Infinity) return observed;
  return (large * observed) / (large + observed);
}
