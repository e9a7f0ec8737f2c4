import { normalCdf, normalQuantile } from '../distribution/normal.ts';
import { checkShare } from './check-anticipated.ts';

export interface DetectionOptions {
  /** Chance of seeing a difference that is there. @default 0.8 */
  readonly power?: number;
  /** Of the two-sided interval of the difference, which has to leave out no difference. @default 0.95 */
  readonly confidence?: number;
}

/**
 * Chance that the interval of a difference between a subgroup and the rest leaves out 0, by the normal approximation:
 *
 *     Φ(|d| / se - z) + Φ(-|d| / se - z)
 *
 * @param standardError of the difference, where the difference is d
 * @example
 * Math.round(1000 * differencePower(0, 1)) / 1000 // => 0.05
 */
export function differencePower(
  difference: number,
  standardError: number,
  { confidence = 0.95 }: Pick<DetectionOptions, 'confidence'> = {},
): number {
  checkShare('differencePower', 'confidence', confidence);
  if (!(standardError >= 0))
    throw new RangeError(`differencePower: standardError below 0 (${standardError})`);
  if (standardError === 0) return difference === 0 ? 1 - confidence : 1;
  const z = normalQuantile((1 + confidence) / 2);
  const distance = Math.abs(difference) / standardError;
  return normalCdf(distance - z) + normalCdf(-distance - z);
}
