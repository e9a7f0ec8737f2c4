import { ContractError } from '@raredx/tables';
import type { Judged } from './judged.ts';
import { rocCurve } from './roc-curve.ts';

export interface PartialAuroc {
  readonly area: number;
  /** McClish's: 0.5 for chance, 1 for perfect. */
  readonly corrected: number;
}

/**
 * Area under the ROC curve between two false-positive rates, and McClish's correction of it to the scale of an AUROC.
 *
 *     corrected = ½ (1 + (area − a) / (b − a)),   a the area under the diagonal, b the width of the range
 *
 * Undefined without both classes.
 *
 * @example partialAuroc({ y: Uint8Array.of(1, 0), p: Float64Array.of(0.9, 0.1) }, [0, 0.25]) // => { area: 0.25, corrected: 1 }
 * @see McClish DK (1989) Med Decis Making 9:190–195
 */
export function partialAuroc(
  data: Judged,
  [from, to]: readonly [number, number],
): PartialAuroc | { undefinedBecause: string } {
  if (!(from >= 0 && from < to && to <= 1)) {
    throw new ContractError('partial auroc', `no range of false-positive rates (${from} to ${to})`);
  }
  const curve = rocCurve(data);
  if ('undefinedBecause' in curve) return curve;
  const { falsePositiveRate: x, sensitivity: y } = curve;
  let area = 0;
  for (let i = 1; i < x.length; i++) {
    const left = Math.max(from, x[i - 1]);
    const right = Math.min(to, x[i]);
    if (right <= left) continue;
    const slope = (y[i] - y[i - 1]) / (x[i] - x[i - 1]);
    const middle = y[i - 1] + slope * ((left + right) / 2 - x[i - 1]);
    area += (right - left) * middle;
  }
  const width = to - from;
  const chance = (width * (from + to)) / 2;
  return { area, corrected: (1 + (area - chance) / (width - chance)) / 2 };
}
