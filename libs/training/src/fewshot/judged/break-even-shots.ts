import type { EpisodeMeasure } from './episode-measures.ts';
import type { ShotPoint } from './shot-curve.ts';

export type BreakEven =
  | {
      /** Where the difference crosses zero, linear in log k between the points of the curve. */
      readonly crossing: number;
      /** The first k from which the method leads at every further k, and whose interval excludes no difference. */
      readonly settled: number | 'all' | undefined;
    }
  | { readonly undefinedBecause: string };

/**
 * How many shots a method needs to be as good as the baseline, the curve's last method. 'all' counts as leading or not,
 * but has no place on the axis of k. A method that leads at the fewest shots breaks even there.
 */
export function breakEvenShots(
  curve: readonly ShotPoint[],
  method: string,
  measure: EpisodeMeasure = 'balanced-accuracy',
): BreakEven {
  const sign = measure === 'log-loss' ? -1 : 1;
  const points = curve.flatMap(({ shots, differences }) => {
    const one = differences[method]?.[measure];
    if (one === undefined) throw new RangeError(`breakEvenShots: no differences of ${method}`);
    if ('undefinedBecause' in one) return [];
    const { interval } = one;
    const edge = 'undefinedBecause' in interval ? undefined : sign > 0 ? interval.lower : -interval.upper;
    return [{ shots, lead: sign * one.value, clear: edge !== undefined && edge > 0 }];
  });
  if (points.length === 0) return { undefinedBecause: 'no point of the curve is defined' };
  const from = points.findIndex(({ clear }, i) => clear && points.slice(i).every(({ lead }) => lead >= 0));
  const settled = from < 0 ? undefined : points[from].shots;
  const numeric = points.filter((point): point is typeof point & { shots: number } => point.shots !== 'all');
  const at = numeric.findIndex(({ lead }) => lead >= 0);
  if (at < 0) return { undefinedBecause: `${method} is below the baseline at every number of shots` };
  if (at === 0) return { crossing: numeric[0].shots, settled };
  const [a, b] = [numeric[at - 1], numeric[at]];
  const share = -a.lead / (b.lead - a.lead);
  return { crossing: Math.exp(Math.log(a.shots) + share * (Math.log(b.shots) - Math.log(a.shots))), settled };
}
