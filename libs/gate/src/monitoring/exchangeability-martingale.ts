import type { Random } from '@raredx/stats';
import type { EvidenceMode } from './change-evidence.ts';

/** Share of the capital that changes its bet after each patient. */
const jumping = 0.01;
const directions = [-1, 0, 1] as const;

/**
 * Exchangeability martingale of the risks: conformal p-values of one new patient after another, among the reference and
 * those before, bet on by the Simple Jumper. Needs no outcomes. Under exchangeability the chance of ever reaching 1 / α is
 * at most α; in mode `run-length` new capital of 1 comes in with each patient (Shiryaev–Roberts).
 *
 * @param random breaks ties
 * @see Vovk V, Petej I, Nouretdinov I, Ahlberg E, Carlsson L, Gammerman A (2021) Retrain or not retrain: conformal test martingales for change-point detection. COPA, PMLR 152:191–210
 * @example exchangeabilityMartingale(Float64Array.of(0.1, 0.2), new Float64Array(0), { random: createRandom(1), mode: 'alarm-rate' }) // => new Float64Array(0)
 */
export function exchangeabilityMartingale(
  reference: Float64Array,
  fresh: Float64Array,
  { random, mode }: { readonly random: Random; readonly mode: EvidenceMode },
): Float64Array {
  const path = new Float64Array(fresh.length);
  const capital = directions.map(() => (mode === 'alarm-rate' ? 1 / directions.length : 0));
  const ranks = openRanks(reference, fresh);
  for (let t = 0; t < fresh.length; t++) {
    const { above, equal, seen } = ranks(t);
    const p = (above + random.uniform() * (equal + 1)) / (seen + 1);
    if (mode === 'run-length') for (let k = 0; k < capital.length; k++) capital[k]! += 1 / capital.length;
    const total = capital.reduce((sum, one) => sum + one, 0);
    for (let k = 0; k < capital.length; k++) {
      const after = (1 - jumping) * capital[k]! + (jumping / capital.length) * total;
      capital[k] = Math.min(1e280, after * (1 + directions[k]! * (p - 0.5)));
    }
    path[t] = capital.reduce((sum, one) => sum + one, 0);
  }
  return path;
}

/** How many of those seen before a new one lie above it, and level with it: counts in a Fenwick tree over all values. */
function openRanks(reference: Float64Array, fresh: Float64Array) {
  const distinct = Float64Array.from(new Set([...reference, ...fresh])).sort();
  const placeOf = new Map(Array.from(distinct, (value, place) => [value, place]));
  const tree = new Uint32Array(distinct.length + 1);
  const counts = new Uint32Array(distinct.length);
  let seen = 0;
  const add = (value: number): void => {
    const place = placeOf.get(value)!;
    counts[place]!++;
    seen++;
    for (let i = place + 1; i <= distinct.length; i += i & -i) tree[i]!++;
  };
  const below = (place: number): number => {
    let total = 0;
    for (let i = place; i > 0; i -= i & -i) total += tree[i]!;
    return total;
  };
  for (const value of reference) add(value);
  return (t: number) => {
    const place = placeOf.get(fresh[t]!)!;
    const equal = counts[place]!;
    const found = { above: seen - equal - below(place), equal, seen };
    add(fresh[t]!);
    return found;
  };
}
