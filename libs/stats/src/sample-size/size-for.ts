import type { Estimate } from '../summary/estimate.ts';
import type { PlannedMeasure } from './planned-measure.ts';

/** Beyond this nobody plans; also what keeps a measure without information from being searched for ever. */
const most = 2 ** 40;

/**
 * Least number of patients whose interval is no wider than asked.
 *
 * @throws RangeError for a width that is not positive
 * @example
 * sizeForWidth(plannedMeasures({ prevalence: 0.018, auroc: 0.8, linearPredictor: normalLinearPredictor(-5, 2.5) })[2], 0.1) // => { value: 4252 }
 */
export function sizeForWidth({ id, interval }: PlannedMeasure, width: number): Estimate {
  if (!(width > 0)) throw new RangeError(`sizeForWidth: width must be positive (${width})`);
  return leastSize((patients) => {
    const { lower, upper } = interval(patients);
    return upper - lower <= width;
  }, `no number of patients narrows ${id} to ${width}`);
}

/**
 * Least number of patients whose interval clears a bound, if the measure turns out as anticipated: its lower limit where
 * the bound lies below the anticipated value, its upper limit where it lies above.
 *
 * @example
 * sizeForBound({ id: 'x', estimate: 1, interval: (n) => ({ lower: 1 - 1 / n, upper: 1 + 1 / n, confidence: 0.95, method: '' }) }, 0.9) // => { value: 10 }
 */
export function sizeForBound({ id, estimate, interval }: PlannedMeasure, bound: number): Estimate {
  if (!Number.isFinite(bound)) throw new RangeError(`sizeForBound: bound must be finite (${bound})`);
  if (bound === estimate)
    return { undefinedBecause: `${id} is anticipated on the bound: half of all intervals will cross it` };
  return leastSize((patients) => {
    const { lower, upper } = interval(patients);
    return bound < estimate ? lower >= bound : upper <= bound;
  }, `no number of patients clears ${bound} for ${id}`);
}

/** Least whole number that is enough; what is enough stays enough with more. */
function leastSize(enough: (patients: number) => boolean, otherwise: string): Estimate {
  let high = 2;
  while (!enough(high)) {
    high *= 2;
    if (high > most) return { undefinedBecause: otherwise };
  }
  let low = 0;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return { value: high };
}
