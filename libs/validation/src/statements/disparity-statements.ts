import { normalQuantile } from '@raredx/stats';
import { moverDifference } from './mover-difference.ts';
import type { Statement } from './statement.ts';
import { type Limits, statement } from './statement.ts';

/** Differences between groups make sense for these; a threshold metric is compared at each declared threshold. */
const compared = new Set([
  'auroc',
  'auprc',
  'brier',
  'log_loss',
  'calibration_in_the_large',
  'calibration_slope',
  'ici',
  'sensitivity',
  'specificity',
  'ppv',
  'npv',
  'net_benefit',
  'standardised_net_benefit',
  'net_benefit_gain',
]);

const rates = new Set(['sensitivity', 'specificity', 'ppv', 'npv', 'oe_ratio']);

export interface DisparityOptions {
  readonly confidence: number;
  readonly level: string;
  readonly reference: string;
  /** Whether some patient is in both levels, so that the two are not independent. */
  readonly overlapping: boolean;
}

interface Contrast {
  readonly name: 'difference' | 'ratio';
  readonly method: string;
  readonly to: (value: number) => number;
  readonly from: (value: number) => number;
}

const same = (value: number) => value;
const difference: Contrast = {
  name: 'difference',
  method: 'square-and-add of both intervals',
  to: same,
  from: same,
};
const ratio: Contrast = {
  name: 'ratio',
  method: 'square-and-add of both intervals on the log scale',
  to: Math.log,
  from: Math.exp,
};

/** How large a difference would have been found four times in five, so that silence is not read as equality. */
function detectable({ lower, upper }: { lower: number; upper: number }, confidence: number): string {
  const error = (upper - lower) / (2 * normalQuantile((1 + confidence) / 2));
  const least = (normalQuantile((1 + confidence) / 2) + normalQuantile(0.8)) * error;
  return `80 % power for ${least.toPrecision(2)}`;
}

function limitsOf(of: Statement, against: Statement, contrast: Contrast): Limits {
  const ends = [of, against].map(({ estimate, lower, upper }) =>
    [estimate, lower, upper].map((value) => (value === null ? Number.NaN : contrast.to(value))),
  );
  const [a, b] = ends.map(([estimate, lower, upper]) => ({ estimate, lower, upper }));
  const limits = moverDifference(a, b);
  return Number.isFinite(limits.lower) && Number.isFinite(limits.upper)
    ? { lower: contrast.from(limits.lower), upper: contrast.from(limits.upper) }
    : { undefinedBecause: 'one of the two has none, or ends at 0' };
}

function contrasted(
  [of, against]: readonly [Statement, Statement],
  contrast: Contrast,
  { level, reference, confidence, overlapping }: DisparityOptions,
): Statement {
  const metric = `${contrast.name}:${of.metric}`;
  const word = contrast === difference ? 'minus' : 'over';
  const note = `${level} ${word} ${reference} (the largest group)`;
  const parts = { threshold: of.threshold, method: `${contrast.method} (${of.method})`, note };
  if (of.estimate === null || against.estimate === null) {
    const [where, why] =
      of.estimate === null ? [level, of.undefinedBecause] : [reference, against.undefinedBecause];
    return statement(metric, { undefinedBecause: `in ${where}: ${why}` }, parts);
  }
  const value = contrast.from(contrast.to(of.estimate) - contrast.to(against.estimate));
  if (!Number.isFinite(value)) return statement(metric, { undefinedBecause: `0 in ${reference}` }, parts);
  if (overlapping) {
    const limits = { undefinedBecause: 'some patients are in both groups' };
    return statement(metric, { value }, { ...parts, limits });
  }
  const limits = limitsOf(of, against, contrast);
  const power = 'lower' in limits && contrast === difference ? `; ${detectable(limits, confidence)}` : '';
  return statement(metric, { value }, { ...parts, limits, confidence, note: note + power });
}

/** One level against the largest, metric by metric: differences, and ratios of rates. */
export function disparityStatements(
  of: readonly Statement[],
  against: readonly Statement[],
  options: DisparityOptions,
): Statement[] {
  const key = (s: Statement) => `${s.metric}@${s.threshold}`;
  const reference = new Map(against.map((s) => [key(s), s]));
  return of.flatMap((s) => {
    const other = reference.get(key(s));
    if (other === undefined) return [];
    return [
      ...(compared.has(s.metric) ? [contrasted([s, other], difference, options)] : []),
      ...(rates.has(s.metric) ? [contrasted([s, other], ratio, options)] : []),
    ];
  });
}
