import type { Judged } from '@raredx/metrics';
import { checkReference, type ReferenceStandard } from './reference-standard.ts';

/** Shares of the recorded events, and of the recorded non-events, that are wrong. */
export interface PredictiveErrors {
  readonly ofEvents: number;
  readonly ofNonEvents: number;
}

/** From the errors given the truth to the errors given the record. */
export function predictiveErrors(
  y: Uint8Array,
  reference: ReferenceStandard,
): PredictiveErrors | { undefinedBecause: string } {
  checkReference('label errors', reference);
  const { sensitivity, specificity } = reference;
  const recorded = y.reduce((sum, event) => sum + event, 0) / y.length;
  const prevalence = (recorded + specificity - 1) / (sensitivity + specificity - 1);
  if (!(prevalence > 1e-12 && prevalence < 1 - 1e-12)) {
    return { undefinedBecause: 'the assumed errors leave one class only' };
  }
  return {
    ofEvents: ((1 - prevalence) * (1 - specificity)) / recorded,
    ofNonEvents: (prevalence * (1 - sensitivity)) / (1 - recorded),
  };
}

export interface Placement {
  readonly errors: PredictiveErrors;
  /** Rows in the order in which recorded events, and recorded non-events, are taken to be wrong. */
  readonly events: readonly number[];
  readonly nonEvents: readonly number[];
}

/** The data with the outcomes put right in the given order; the row at which an error count ends is shared by weight. */
export function placedErrors({ y, p }: Judged, { errors, events, nonEvents }: Placement): Judged {
  const recorded = y.reduce((sum, event) => sum + event, 0);
  const wrong = new Float64Array(y.length);
  const take = (rows: readonly number[], outcome: number, count: number) => {
    let left = count;
    for (const row of rows) {
      if (y[row] !== outcome) continue;
      wrong[row] = Math.min(1, left);
      left -= wrong[row];
      if (left <= 0) return;
    }
  };
  take(events, 1, errors.ofEvents * recorded);
  take(nonEvents, 0, errors.ofNonEvents * (y.length - recorded));
  return {
    y: Uint8Array.from([...y, ...y.map((event) => 1 - event)]),
    p: Float64Array.from([...p, ...p]),
    w: Float64Array.from([...wrong.map((share) => 1 - share), ...wrong]),
  };
}
