import { chiSquareCdf } from '../distribution/chi-square.ts';
import { studentQuantile } from '../distribution/student.ts';
import type { Interval } from '../summary/interval.ts';
import { heterogeneityInterval, tauSquared } from './heterogeneity.ts';
import type { Study } from './study.ts';
import { weighted } from './weighted-mean.ts';

export interface MetaAnalysis {
  readonly estimate: number;
  readonly standardError: number;
  readonly df: number;
  readonly interval: Interval;
  /** Where a new study's true effect is expected; undefined below 3 studies. */
  readonly prediction: Interval | { readonly undefinedBecause: string };
  readonly tauSquared: number;
  /** Q-profile. */
  readonly tauSquaredInterval: Interval;
  /** Share of variance due to heterogeneity, 0 .. 1. */
  readonly iSquared: number;
  readonly q: number;
  readonly qPValue: number;
}

export interface MetaAnalysisOptions {
  readonly confidence: number;
  /** @default reml */
  readonly method?: 'reml' | 'dl';
  /** Keep the Hartung-Knapp interval from being narrower than the Wald interval. @default false */
  readonly neverNarrower?: boolean;
  /** Degrees of freedom of the prediction interval. @default k - 2, as Higgins, Thompson & Spiegelhalter (2009) */
  readonly predictionDf?: number;
}

/**
 * Random-effects meta-analysis with the Hartung-Knapp interval (t with k - 1 degrees of freedom), on the scale where
 * effects are nearly normal.
 *
 * IntHout J, Ioannidis JPA, Borm GF (2014). The Hartung-Knapp-Sidik-Jonkman method for random effects meta-analysis is
 * straightforward and considerably outperforms the standard DerSimonian-Laird method. BMC Med Res Methodol 14:25.
 *
 * @example
 * metaAnalysis([{ effect: 1, variance: 1 }, { effect: 3, variance: 1 }], { confidence: 0.95, method: 'dl' }).estimate // => 2
 * metaAnalysis([{ effect: 1, variance: 1 }], { confidence: 0.95 }) // => { undefinedBecause: '1 study' }
 */
export function metaAnalysis(
  studies: readonly Study[],
  options: MetaAnalysisOptions,
): MetaAnalysis | { undefinedBecause: string } {
  checkStudies(studies);
  const k = studies.length;
  if (k < 2) return { undefinedBecause: k === 1 ? '1 study' : 'no studies' };
  const { confidence, method = 'reml' } = options;
  const tau2 = tauSquared(studies, method);
  const { mean, weight, q: spread } = weighted(studies, tau2);
  const inflation = options.neverNarrower ? Math.max(1, spread / (k - 1)) : spread / (k - 1);
  const standardError = Math.sqrt(inflation / weight);
  const margin = studentQuantile((1 + confidence) / 2, k - 1) * standardError;
  const { q } = weighted(studies, 0);
  const typical = typicalVariance(studies);
  return {
    estimate: mean,
    standardError,
    df: k - 1,
    interval: { lower: mean - margin, upper: mean + margin, confidence, method: 'Hartung-Knapp' },
    prediction: predictionInterval({ mean, standardError, tau2, k }, options),
    tauSquared: tau2,
    tauSquaredInterval: heterogeneityInterval(studies, confidence),
    iSquared: tau2 / (tau2 + typical),
    q,
    qPValue: chiSquareCdf(q, k - 1, { tail: 'upper' }),
  };
}

/**
 * Empirical Bayes estimate of each study's true effect: its own, drawn towards the pooled one by
 * `variance / (variance + tauSquared)`.
 *
 * @example
 * shrunkEffects([{ effect: 4, variance: 1 }], { estimate: 0, tauSquared: 3 }) // => Float64Array.of(3)
 */
export function shrunkEffects(
  studies: readonly Study[],
  pooled: { estimate: number; tauSquared: number },
): Float64Array {
  return Float64Array.from(studies, ({ effect, variance }) => {
    const shrinkage = variance / (variance + pooled.tauSquared);
    return shrinkage * pooled.estimate + (1 - shrinkage) * effect;
  });
}

function predictionInterval(
  fit: { mean: number; standardError: number; tau2: number; k: number },
  options: MetaAnalysisOptions,
): Interval | { undefinedBecause: string } {
  const df = options.predictionDf ?? fit.k - 2;
  if (!(df >= 1)) return { undefinedBecause: 'a prediction interval needs at least 3 studies' };
  const margin =
    studentQuantile((1 + options.confidence) / 2, df) * Math.sqrt(fit.tau2 + fit.standardError ** 2);
  return {
    lower: fit.mean - margin,
    upper: fit.mean + margin,
    confidence: options.confidence,
    method: `prediction, t with ${df} degrees of freedom`,
  };
}

/** Higgins & Thompson (2002), equation 9. */
function typicalVariance(studies: readonly Study[]): number {
  let total = 0;
  let squares = 0;
  for (const { variance } of studies) {
    total += 1 / variance;
    squares += 1 / variance ** 2;
  }
  return ((studies.length - 1) * total) / (total * total - squares);
}

function checkStudies(studies: readonly Study[]): void {
  const bad = studies.findIndex(
    ({ effect, variance }) => !(Number.isFinite(effect) && variance > 0 && variance < Infinity),
  );
  if (bad >= 0)
    throw new RangeError(`metaAnalysis: study ${bad + 1} has no finite effect with a positive variance`);
}
