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
  const events = oddsRatios.map((ratio) => p.map((risk) => chartStep(risk, ratio).event));
  const others = oddsRatios.map((ratio) => p.map((risk) => chartStep(risk, ratio).noEvent));
  const highest = new Float64Array(simulations);
  const outcome = new Uint8Array(p.length);
  for (let s = 0; s < simulations; s++) {
    const stream = random.fork(s);
    for (let t = 0; t < p.length; t++) outcome[t] = stream.uniform() < p[t]! ? 1 : 0;
    let top = 0;
    for (let k = 0; k < events.length; k++) {
      top = Math.max(top, highestOf(outcome, events[k]!, others[k]!));
    }
    highest[s] = top;
  }
  return highest.sort()[simulations - place]!;
}

function highestOf(outcome: Uint8Array, event: Float64Array, noEvent: Float64Array): number {
  let height = 0;
  let top = 0;
  for (let t = 0; t < outcome.length; t++) {
    height += outcome[t] === 1 ? event[t]! : noEvent[t]!;
    if (height < 0) height = 0;
    else if (height > top) top = height;
  }
  return top;
}
