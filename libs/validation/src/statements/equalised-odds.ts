import { simultaneousBand } from '../resampling/simultaneous-band.ts';
import type { Described } from './describe-population.ts';
import { type Statement, statement } from './statement.ts';

/** More pairs of levels than this, and the largest difference of any two says little. */
const mostPairs = 100;

interface Rates {
  readonly level: string;
  /** [sensitivity, specificity] */
  readonly values: readonly [number, number];
  readonly replicates: readonly [Float64Array, Float64Array];
}

type Group = Described & { readonly level: string };

function ratesOf({ level, statements, replicates }: Group, threshold: number): Rates | undefined {
  const of = (metric: string) =>
    statements.find((s) => s.metric === metric && s.threshold === threshold)?.estimate ?? undefined;
  const values = [of('sensitivity'), of('specificity')];
  const columns = ['sensitivity', 'specificity'].map((metric) => replicates.get(`${metric}@${threshold}`));
  if (values.includes(undefined) || columns.includes(undefined)) return undefined;
  return {
    level,
    values: values as [number, number],
    replicates: columns as [Float64Array, Float64Array],
  };
}

interface Contrast {
  readonly difference: number;
  readonly replicates: Float64Array;
}

function contrasts(rates: readonly Rates[]): Contrast[] {
  return rates.flatMap((a, i) =>
    rates.slice(i + 1).flatMap((b) =>
      ([0, 1] as const).map((rate) => ({
        difference: a.values[rate] - b.values[rate],
        replicates: a.replicates[rate].map((x, r) => x - b.replicates[rate][r]),
      })),
    ),
  );
}

/**
 * The largest difference between any two levels in sensitivity or in specificity. Its limits are those of the largest
 * that a simultaneous (max-T) band of all differences allows: the plain percentile interval of a maximum never
 * reaches 0, and would find a disparity everywhere.
 *
 * @see Hardt M, Price E, Srebro N (2016) NeurIPS 29
 */
export function equalisedOdds(levels: readonly Group[], threshold: number, confidence: number): Statement {
  const metric = 'equalised_odds_difference';
  const method = 'largest of all pairwise differences, max-T patient bootstrap';
  const rates = levels.map((level) => ratesOf(level, threshold)).filter((rate) => rate !== undefined);
  const missing = levels.filter(({ level }) => !rates.some((rate) => rate.level === level));
  const without = missing.map(({ level }) => level).join(', ');
  const note = without === '' ? null : `without ${without}: sensitivity or specificity is undefined there`;
  const parts = { threshold, method, note };
  const pairs = (rates.length * (rates.length - 1)) / 2;
  if (pairs === 0)
    return statement(metric, { undefinedBecause: 'fewer than two levels with both rates' }, parts);
  if (pairs > mostPairs) return statement(metric, { undefinedBecause: `${pairs} pairs of levels` }, parts);
  const all = contrasts(rates);
  const value = Math.max(...all.map(({ difference }) => Math.abs(difference)));
  const band = simultaneousBand(
    {
      estimates: Float64Array.from(all, ({ difference }) => difference),
      replicates: all.map(({ replicates }) => replicates),
    },
    confidence,
  );
  if ('undefinedBecause' in band) return statement(metric, { value }, { ...parts, limits: band });
  const limits = {
    lower: Math.max(0, ...band.map(({ lower, upper }) => Math.max(lower, -upper))),
    upper: Math.min(1, Math.max(...band.map(({ lower, upper }) => Math.max(-lower, upper)))),
  };
  return statement(metric, { value }, { ...parts, limits, confidence });
}
