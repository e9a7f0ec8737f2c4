import type { Random } from '@raredx/stats';
import { chartStep } from './risk-adjusted-cusum.ts';

export interface CusumLimitOptions {
  readonly oddsRatios: readonly number[];
  /** Chance that any of the charts is above the limit at any of the patients. */
  readonly alarmRate: number;
  readonly random: Random;
  readonly simulations: number;
}

/**
 * The limit that the charts together exceed with a chance of at most `alarmRate` over these very patients, if their outcomes
 * follow the stated risks: outcomes are simulated, so it is exact whatever the risks are, and has no approximation to run
 * out of. Null where so small a rate needs more simulations.
 *
 * @example cusumLimit(Float64Array.of(0.5), { oddsRatios: [2], alarmRate: 0.5, random: createRandom(1), simulations: 99 }) // => 0.28768207
 */
export function cusumLimit(
  p: Float64Array,
  { oddsRatios, alarmRate, random, simulations }: CusumLimitOptions,
): number | null {
  const place = Math.floor(alarmRate * (simulations + 1));
  if (place < 1) return null;
  const steps = oddsRatios.map((ratio) => Array.from(p, (risk) => chartStep(risk, ratio)));
  const highest = new Float64Array(simulations);
  const height = new Float64Array(oddsRatios.length);
  for (let s = 0; s < simulations; s++) {
    const stream = random.fork(s);
    height.fill(0);
    let top = 0;
    for (let t = 0; t < p.length; t++) {
      const event = stream.uniform() < p[t]!;
      for (let k = 0; k < height.length; k++) {
        const step = steps[k]![t]!;
        const next = height[k]! + (event ? step.event : step.noEvent);
        height[k] = next > 0 ? next : 0;
        if (next > top) top = next;
      }
    }
    highest[s] = top;
  }
  return highest.sort()[simulations - place]!;
}
