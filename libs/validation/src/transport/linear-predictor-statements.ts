import { normalQuantile, studentQuantile } from '@raredx/stats';
import { type Limits, type Statement, statement } from '../statements/statement.ts';
import type { CaseMix } from './case-mix.ts';

interface Side {
  readonly mean: number;
  readonly sd: number;
  readonly patients: number;
  /** Variance of the mean, and of the logarithm of the standard deviation, patients drawn. */
  readonly meanVariance: number;
  readonly logSdVariance: number;
}

/** Sum of squares of patients' sums, corrected for their number. */
function clusteredVariance(ofSamples: Float64Array, patient: Uint32Array): number {
  const sums = new Map<number, number>();
  ofSamples.forEach((x, sample) => {
    sums.set(patient[sample], (sums.get(patient[sample]) ?? 0) + x);
  });
  let squares = 0;
  for (const sum of sums.values()) squares += sum * sum;
  return (sums.size / (sums.size - 1)) * squares;
}

function sideOf(mix: CaseMix, side: 0 | 1): Side {
  const here = mix.linear.filter((_, sample) => mix.member[sample] === side);
  const patient = mix.patient.filter((_, sample) => mix.member[sample] === side);
  const n = here.length;
  const mean = here.reduce((sum, x) => sum + x, 0) / n;
  const squares = here.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return {
    mean,
    sd: Math.sqrt(squares / (n - 1)),
    patients: new Set(patient).size,
    meanVariance: clusteredVariance(
      here.map((x) => (x - mean) / n),
      patient,
    ),
    logSdVariance: clusteredVariance(
      here.map((x) => ((x - mean) ** 2 / (squares / n) - 1) / (2 * n)),
      patient,
    ),
  };
}

function welchMargin(sides: readonly [Side, Side], confidence: number): number {
  const [a, b] = sides;
  const variance = a.meanVariance + b.meanVariance;
  const df =
    variance ** 2 / (a.meanVariance ** 2 / (a.patients - 1) + b.meanVariance ** 2 / (b.patients - 1));
  return studentQuantile((1 + confidence) / 2, df) * Math.sqrt(variance);
}

const names = ['transport:lp_mean_difference', 'transport:lp_sd_ratio'] as const;
const methods = ['Welch, by patient', 'log scale, variance by patient'] as const;

/**
 * Whether external patients are at higher risk on average, and more or less alike, by the model's own linear predictor:
 * fewer differences between patients alone lower the AUROC of a model that is as right as before.
 *
 * @see Debray TPA et al. (2015) J Clin Epidemiol 68:279–289
 */
export function linearPredictorStatements(mix: CaseMix, confidence: number): Statement[] {
  const [development, external] = [sideOf(mix, 0), sideOf(mix, 1)];
  const note = `logit p: external ${external.mean.toFixed(2)} (SD ${external.sd.toFixed(2)}), development ${development.mean.toFixed(2)} (SD ${development.sd.toFixed(2)})`;
  const few = Math.min(development.patients, external.patients) < 2;
  if (few || !(development.sd > 0) || !(external.sd > 0)) {
    const reason = few ? 'fewer than two patients' : 'every p of a cohort is equal';
    return names.map((name, k) => statement(name, { undefinedBecause: reason }, { method: methods[k] }));
  }
  const difference = external.mean - development.mean;
  const margin = welchMargin([development, external], confidence);
  const ratio = external.sd / development.sd;
  const z = normalQuantile((1 + confidence) / 2);
  const factor = Math.exp(z * Math.sqrt(development.logSdVariance + external.logSdVariance));
  const limits: Limits[] = [
    { lower: difference - margin, upper: difference + margin },
    { lower: ratio / factor, upper: ratio * factor },
  ];
  return [difference, ratio].map((value, k) =>
    statement(names[k], { value }, { limits: limits[k], confidence, method: methods[k], note }),
  );
}
