import { fallingRoot } from './falling-root.ts';

export interface ShrunkProportions {
  /** Mean of the beta distribution the groups' true proportions come from. */
  readonly mean: number;
  /** Its spread, 1 / (alpha + beta); 0 where the groups differ by no more than chance. */
  readonly dispersion: number;
  /** Posterior mean of each group's true proportion. */
  readonly shrunk: Float64Array;
}

/** Events among patients in one group. */
export interface GroupCount {
  readonly events: number;
  readonly total: number;
}

/**
 * Empirical Bayes proportions of groups (subgroups, centres): maximum likelihood beta-binomial, then each group drawn
 * towards the common mean the more the smaller it is: (mean + dispersion * events) / (1 + dispersion * total).
 *
 * Griffiths DA (1973). Maximum likelihood estimation for the beta-binomial distribution. Biometrics 29:637-648.
 *
 * @throws RangeError where events or totals are not whole numbers with events <= total
 * @example
 * shrunkProportions([{ events: 1, total: 4 }, { events: 1, total: 4 }]).shrunk // => Float64Array.of(0.25, 0.25)
 */
export function shrunkProportions(
  groups: readonly GroupCount[],
): ShrunkProportions | { undefinedBecause: string } {
  const bad = groups.findIndex(
    ({ events, total }) =>
      !(Number.isInteger(events) && Number.isInteger(total) && events >= 0 && events <= total),
  );
  if (bad >= 0)
    throw new RangeError(
      `shrunkProportions: group ${bad + 1} has no whole number of events within its total`,
    );
  const events = groups.reduce((sum, group) => sum + group.events, 0);
  const total = groups.reduce((sum, group) => sum + group.total, 0);
  if (groups.length < 2) return { undefinedBecause: groups.length === 1 ? '1 group' : 'no groups' };
  if (events === 0) return { undefinedBecause: 'no events' };
  if (events === total) return { undefinedBecause: 'no non-events' };
  const dispersion = fallingRoot((at) => slopeInDispersion(groups, bestMean(groups, at), at), 1);
  if (dispersion > 1e9) return { undefinedBecause: 'every group is all events or all non-events' };
  const mean = bestMean(groups, dispersion);
  const shrunk = Float64Array.from(
    groups,
    (g) => (mean + dispersion * g.events) / (1 + dispersion * g.total),
  );
  return { mean, dispersion, shrunk };
}

/** The likelihood is concave in the mean: Newton inside a bracket. */
function bestMean(groups: readonly GroupCount[], dispersion: number): number {
  let low = 0;
  let high = 1;
  let mean = groups.reduce((sum, g) => sum + g.events, 0) / groups.reduce((sum, g) => sum + g.total, 0);
  for (let step = 0; step < 200; step++) {
    let slope = 0;
    let curvature = 0;
    for (const { events, total } of groups) {
      for (let i = 0; i < events; i++) {
        slope += 1 / (mean + i * dispersion);
        curvature += 1 / (mean + i * dispersion) ** 2;
      }
      for (let i = 0; i < total - events; i++) {
        slope -= 1 / (1 - mean + i * dispersion);
        curvature += 1 / (1 - mean + i * dispersion) ** 2;
      }
    }
    if (slope > 0) low = mean;
    else high = mean;
    let next = mean + slope / curvature;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - mean) <= 1e-16 * mean) return next;
    mean = next;
  }
  return mean;
}

/** Derivative of the log likelihood, whose terms are ln(mean + i d), ln(1 - mean + i d) and -ln(1 + i d). */
function slopeInDispersion(groups: readonly GroupCount[], mean: number, dispersion: number): number {
  let slope = 0;
  for (const { events, total } of groups) {
    for (let i = 1; i < total; i++) {
      if (i < events) slope += i / (mean + i * dispersion);
      if (i < total - events) slope += i / (1 - mean + i * dispersion);
      slope -= i / (1 + i * dispersion);
    }
  }
  return slope;
}
