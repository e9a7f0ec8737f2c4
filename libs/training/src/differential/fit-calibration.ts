import { fitLogistic } from '@raredx/stats';
import type { CaseRanker, PatientQuery } from '../ranking/case-ranker.ts';
import { candidateProbabilities } from './candidate-probabilities.ts';
import { caseTemperature, type DifferentialCalibration, leaderFeatures } from './differential-calibration.ts';

/** A diagnosed case that the ranker has not learned from. */
export interface CalibrationCase extends PatientQuery {
  /** Place of the true candidate. */
  readonly truth: number;
  /** Its publication: large ones count as the root of their size. */
  readonly publication: string;
}

const temperatures = [0.5, 0.7, 0.85, 1, 1.2, 1.5, 2, 3, 4, 6] as const;
const growths = [0, 0.15, 0.3, 0.45] as const;

/**
 * The calibration that a ranker's cases ask for: temperature and growth by likelihood of the truth over a grid, then the
 * leader's rule by logistic regression with a small ridge. Five numbers from a thousand cases.
 *
 * @param cases never those that the ranker or its settings were learned from, where that can be had
 */
export function fitCalibration(
  ranker: CaseRanker,
  cases: readonly CalibrationCase[],
): DifferentialCalibration {
  const scores = cases.map((one) => {
    const into = new Float32Array(ranker.candidates.length);
    ranker.score(one, into);
    return into;
  });
  const w = publicationWeights(cases);
  const p = new Float64Array(ranker.candidates.length);
  const probabilities = (at: number, shape: { temperature: number; growth: number }) =>
    candidateProbabilities(scores[at], caseTemperature(shape, cases[at].observed.length), p);
  const gaps = scores.map(gapsOf);
  const loss = (shape: { temperature: number; growth: number }) =>
    cases.reduce((total, { truth, observed }, at) => {
      const temperature = caseTemperature(shape, observed.length);
      return (
        total +
        (w[at] * (gaps[at].largest - scores[at][truth])) / temperature +
        w[at] * logSum(gaps[at], temperature)
      );
    }, 0);
  const shapes = temperatures.flatMap((temperature) => growths.map((growth) => ({ temperature, growth })));
  const losses = shapes.map(loss);
  const shape = shapes[losses.indexOf(Math.min(...losses))];
  return { ...shape, leader: fitLeader(cases, { probabilities: (at) => probabilities(at, shape), w }) };
}

/** How many candidates lie how far behind the leader, in steps of `gapWidth`: forty temperatures are tried on it. */
interface Gaps {
  readonly largest: number;
  readonly counts: Float64Array;
}

const gapWidth = 0.05;
const gapBins = 1200;

function gapsOf(scores: Float32Array): Gaps {
  const largest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const counts = new Float64Array(gapBins);
  for (const score of scores) counts[Math.min(gapBins - 1, Math.round((largest - score) / gapWidth))] += 1;
  return { largest, counts };
}

/** log Σ exp(−gap / temperature), to the width of a bin. */
function logSum({ counts }: Gaps, temperature: number): number {
  let total = 0;
  for (let bin = 0; bin < gapBins; bin += 1)
    if (counts[bin] > 0) total += counts[bin] * Math.exp((-bin * gapWidth) / temperature);
  return Math.log(total);
}

function fitLeader(
  cases: readonly CalibrationCase[],
  { probabilities, w }: { readonly probabilities: (at: number) => Float64Array; readonly w: Float64Array },
): DifferentialCalibration['leader'] {
  const y = new Uint8Array(cases.length);
  const columns = [0, 1, 2].map(() => new Float64Array(cases.length));
  cases.forEach(({ truth, observed }, at) => {
    const p = probabilities(at);
    y[at] = p[truth] >= Math.max(...p) ? 1 : 0;
    leaderFeatures(p, observed.length).forEach((value, column) => {
      columns[column][at] = value;
    });
  });
  const fit = fitLogistic({ y, columns, w, ridge: 1 });
  if ('undefinedBecause' in fit) return [0, 1, 0, 0];
  return [fit.coefficients[0], fit.coefficients[1], fit.coefficients[2], fit.coefficients[3]];
}

function publicationWeights(cases: readonly CalibrationCase[]): Float64Array {
  const size = new Map<string, number>();
  for (const { publication } of cases) size.set(publication, (size.get(publication) ?? 0) + 1);
  return Float64Array.from(cases, ({ publication }) => 1 / Math.sqrt(size.get(publication) as number));
}
