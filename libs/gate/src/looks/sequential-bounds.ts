import { normalCdf, normalQuantile } from '@raredx/stats';
import { type Spending, spentAlpha } from './spending.ts';

/** One look at accumulating data. */
export interface SequentialBound {
  /** |Z| at or above which the look decides; infinite where it is too early for any. */
  readonly z: number;
  /** The two-sided level of this look's own interval: 2 (1 − Φ(z)). */
  readonly level: number;
  /** Error spent up to and with this look. */
  readonly spent: number;
}

/**
 * Two-sided group-sequential bounds at given shares of the information. The joint density of the statistic and of not
 * having stopped is carried from look to look by numerical integration, and each bound is set so that the error crossed
 * for the first time equals what the spending function adds.
 *
 * @param t shares of the planned information, rising, each in (0, 1]
 * @returns a look so early that what it may spend is no number above 0 has an infinite bound and spends nothing
 * @throws RangeError where t does not rise within (0, 1] or α is outside (0, 1)
 * @see Armitage P, McPherson CK, Rowe BC (1969) J R Stat Soc A 132:235–244
 * @see Reboussin DM, DeMets DL, Kim KM, Lan KKG (2000) Control Clin Trials 21:190–207
 *
 * @example sequentialBounds('pocock', 0.05, [1]).map(({ z }) => z) // => [1.959964]
 */
export function sequentialBounds(
  spending: Spending,
  alpha: number,
  t: readonly number[],
): readonly SequentialBound[] {
  const rising = t.every((share, k) => share > (k === 0 ? 0 : (t[k - 1] as number)) && share <= 1);
  if (!rising)
    throw new RangeError(`sequentialBounds: information must rise within (0, 1] (${t.join(', ')})`);
  const bounds: SequentialBound[] = [];
  let density: Density | null = null;
  let [spent, since] = [0, 0];
  for (const share of t) {
    const target = spentAlpha(spending, alpha, share);
    const step: number = share - since;
    const edge = crossingEdge(density, step, target - spent);
    // Too early to spend a number that a computer can hold: nobody stops there, and the statistic runs on as it was.
    if (edge === Infinity) {
      bounds.push({ z: Infinity, level: 0, spent });
      continue;
    }
    [spent, since] = [target, share];
    const z = edge / Math.sqrt(share);
    bounds.push({ z, level: 2 * normalCdf(-z), spent });
    density = carried(density, step, edge);
  }
  return bounds;
}

/** The sub-density of the statistic B = Z √t on an even grid over [−edge, edge], with Simpson's weights in it. */
interface Density {
  readonly at: Float64Array;
  readonly mass: Float64Array;
}

/** Probability of reaching beyond ± edge at the next look. */
function crossing(density: Density | null, step: number, edge: number): number {
  const scale = Math.sqrt(step);
  if (density === null) return 2 * normalCdf(-edge / scale);
  let sum = 0;
  for (let i = 0; i < density.at.length; i++) {
    const from = density.at[i] as number;
    sum +=
      (density.mass[i] as number) * (normalCdf((from - edge) / scale) + normalCdf((-from - edge) / scale));
  }
  return sum;
}

/** Bisection: crossing falls with the edge. Infinite where there is nothing to cross with. */
function crossingEdge(density: Density | null, step: number, target: number): number {
  if (!(target > 0)) return Infinity;
  if (density === null) return -normalQuantile(target / 2) * Math.sqrt(step);
  let [low, high] = [0, 10];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (crossing(density, step, middle) > target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function carried(density: Density | null, step: number, edge: number): Density {
  const scale = Math.sqrt(step);
  const cells = 2 * Math.max(100, Math.ceil((6 * edge) / scale));
  const width = (2 * edge) / cells;
  const at = Float64Array.from({ length: cells + 1 }, (_, i) => -edge + i * width);
  const mass = at.map((to, i) => {
    const weight = (width / 3) * (i === 0 || i === cells ? 1 : i % 2 === 1 ? 4 : 2);
    return weight * densityAt(density, scale, to);
  });
  return { at, mass };
}

function densityAt(density: Density | null, scale: number, to: number): number {
  if (density === null) return normalDensity(to / scale) / scale;
  let sum = 0;
  for (let i = 0; i < density.at.length; i++) {
    sum += (density.mass[i] as number) * normalDensity((to - (density.at[i] as number)) / scale);
  }
  return sum / scale;
}

function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}
