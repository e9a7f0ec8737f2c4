import { aurocPlacements, brier, classTotals, type Judged, recalibrationFit } from '@raredx/metrics';
import { expit, logit } from '@raredx/stats';

/** Metrics that are standardised: one of order, one of overall distance, two of calibration. */
export const transported = ['auroc', 'brier', 'calibration_in_the_large', 'calibration_slope'] as const;
export type TransportedMetric = (typeof transported)[number];

/** A weighted metric, and what each row adds to it: its weight times the derivative in that weight. They sum to 0. */
export interface RowInfluence {
  readonly value: number;
  readonly ofRows: Float64Array;
}

type Undefined = { readonly undefinedBecause: string };

const weightOf = ({ w }: Judged, row: number) => (w ? w[row] : 1);

function ofAuroc(data: Judged): RowInfluence | Undefined {
  const totals = classTotals(data);
  const { events, nonEvents } = totals;
  if (events === 0 || nonEvents === 0) return { undefinedBecause: `no ${events === 0 ? '' : 'non-'}events` };
  const placement = aurocPlacements(data, totals);
  let value = 0;
  for (let i = 0; i < placement.length; i++) {
    if (data.y[i] === 1) value += (weightOf(data, i) * placement[i]) / events;
  }
  const ofRows = placement.map(
    (share, i) => (weightOf(data, i) * (share - value)) / (data.y[i] === 1 ? events : nonEvents),
  );
  return { value, ofRows };
}

function ofBrier(data: Judged): RowInfluence | Undefined {
  const made = brier(data);
  if ('undefinedBecause' in made) return made;
  const total = data.y.reduce((sum, _, i) => sum + weightOf(data, i), 0);
  const ofRows = data.p.map((p, i) => (weightOf(data, i) * ((p - data.y[i]) ** 2 - made.value)) / total);
  return { value: made.value, ofRows };
}

function ofRecalibration(data: Judged, which: 'offset' | 'line'): RowInfluence | Undefined {
  const fit = recalibrationFit(data, which);
  if ('undefinedBecause' in fit) return fit;
  const { coefficients, covariance } = fit;
  const ofRows = data.p.map((p, i) => {
    const x = logit(p);
    const linear = which === 'offset' ? coefficients[0] + x : coefficients[0] + coefficients[1] * x;
    const direction = which === 'offset' ? covariance[0] : covariance[2] + covariance[3] * x;
    return weightOf(data, i) * direction * (data.y[i] - expit(linear));
  });
  return { value: coefficients[which === 'offset' ? 0 : 1], ofRows };
}

/**
 * @see Huber PJ (1981) Robust statistics, for the influence of a row on an estimate
 */
export function rowInfluence(metric: TransportedMetric, data: Judged): RowInfluence | Undefined {
  if (metric === 'auroc') return ofAuroc(data);
  if (metric === 'brier') return ofBrier(data);
  return ofRecalibration(data, metric === 'calibration_slope' ? 'line' : 'offset');
}
