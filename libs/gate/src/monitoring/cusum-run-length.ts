import { chartStep } from './risk-adjusted-cusum.ts';

const states = 120;

/**
 * Mean number of patients until the chart exceeds a limit, when risks are drawn from `risks` and the odds of the outcome
 * are those stated times `actual`: the chart's height in {@link states} cells as a Markov chain.
 *
 * @see Brook D, Evans DA (1972) An approach to the probability distribution of CUSUM run length. Biometrika 59:539–549
 * @example cusumRunLength({ risks: Float64Array.of(0.5), oddsRatio: 2, limit: 0.1 }) // => 2
 */
export function cusumRunLength({
  risks,
  oddsRatio,
  limit,
  actual = 1,
}: {
  readonly risks: Float64Array;
  readonly oddsRatio: number;
  readonly limit: number;
  /** @default 1: in control */
  readonly actual?: number;
}): number {
  const width = limit / (states - 0.5);
  const stay = new Float64Array(states * states);
  for (const p of risks) {
    const step = chartStep(p, oddsRatio);
    const event = (actual * p) / (1 - p + actual * p);
    for (let from = 0; from < states; from++) {
      move(stay, from, { to: from + step.event / width, weight: event / risks.length });
      move(stay, from, { to: from + step.noEvent / width, weight: (1 - event) / risks.length });
    }
  }
  return solved(stay)[0]!;
}

/** State 0 is the cell around 0, half as wide; mass between two cells is shared, which keeps the mean of the step. */
function move(
  stay: Float64Array,
  from: number,
  { to, weight }: { readonly to: number; readonly weight: number },
): void {
  if (to <= 0) {
    stay[from * states]! += weight;
    return;
  }
  const below = Math.floor(to);
  const above = to - below;
  if (below < states) stay[from * states + below]! += weight * (1 - above);
  if (below + 1 < states) stay[from * states + below + 1]! += weight * above;
}

/** (I − Q) x = 1 by elimination; the rows of Q sum to at most 1, so the pivots stay above 0. */
function solved(stay: Float64Array): Float64Array {
  const a = stay.map((value, cell) => (cell % (states + 1) === 0 ? 1 : 0) - value);
  const x = new Float64Array(states).fill(1);
  for (let pivot = 0; pivot < states; pivot++) {
    for (let row = pivot + 1; row < states; row++) {
      const factor = a[row * states + pivot]! / a[pivot * states + pivot]!;
      if (factor === 0) continue;
      for (let k = pivot; k < states; k++) a[row * states + k]! -= factor * a[pivot * states + k]!;
      x[row]! -= factor * x[pivot]!;
    }
  }
  for (let row = states - 1; row >= 0; row--) {
    for (let k = row + 1; k < states; k++) x[row]! -= a[row * states + k]! * x[k]!;
    x[row]! /= a[row * states + row]!;
  }
  return x;
}

/**
 * The limit at which the chart runs for `runLength` patients on average before a false alarm.
 *
 * @example Math.round(cusumRunLength({ risks: Float64Array.of(0.2), oddsRatio: 2, limit: cusumLimitOfRunLength(Float64Array.of(0.2), { oddsRatio: 2, runLength: 500 }) })) // => 500
 */
export function cusumLimitOfRunLength(
  risks: Float64Array,
  { oddsRatio, runLength }: { readonly oddsRatio: number; readonly runLength: number },
): number {
  const at = (limit: number) => cusumRunLength({ risks, oddsRatio, limit });
  let low = 0.01;
  let high = 2;
  while (at(high) < runLength) high *= 1.5;
  for (let i = 0; i < 40 && high - low > 1e-7; i++) {
    const middle = (low + high) / 2;
    if (at(middle) < runLength) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
