import { normalQuantile } from '@raredx/stats';

/** What must not be missed for a check to call itself quiet. */
export const largeChange = Object.freeze({ standardisedShift: 0.8, oddsRatio: 3, power: 0.8 });

/**
 * Shift of a mean, in standard deviations, that two samples of patients see with a power of 80 %.
 *
 * @example detectableShift([100, 100], 0.05) // => 0.39620
 */
export function detectableShift([m, n]: readonly [number, number], alarmRate: number): number {
  return sumOfQuantiles(alarmRate) * Math.sqrt(1 / m + 1 / n);
}

/**
 * Factor on the odds of the outcome that patients with these risks show with a power of 80 %, from the information
 * Σ p (1 − p).
 *
 * @example detectableOddsRatio(new Float64Array(100).fill(0.5), 0.05) // => 1.75123
 */
export function detectableOddsRatio(p: Float64Array, alarmRate: number): number {
  const information = p.reduce((sum, risk) => sum + risk * (1 - risk), 0);
  return Math.exp(sumOfQuantiles(alarmRate) / Math.sqrt(information));
}

/**
 * Patients of a mean information that are needed to see a factor on the odds.
 *
 * @example patientsToSee(3, { information: 0.25, alarmRate: 0.05 }) // => 27
 */
export function patientsToSee(
  oddsRatio: number,
  { information, alarmRate }: { readonly information: number; readonly alarmRate: number },
): number {
  return Math.ceil((sumOfQuantiles(alarmRate) / Math.log(oddsRatio)) ** 2 / information);
}

function sumOfQuantiles(alarmRate: number): number {
  return normalQuantile(1 - alarmRate / 2) + normalQuantile(largeChange.power);
}
