import type { Population } from '../population/population.ts';
import { simultaneousBand } from '../resampling/simultaneous-band.ts';
import type { Described } from './describe-population.ts';
import { type Statement, statement } from './statement.ts';
import { meanConfusion } from './threshold-statements.ts';

/** More pairs of levels than this, and the largest difference of any two says little. */
const mostPairs = 100;

type Group = Described & { readonly level: string; readonly population: Population };

/** A rate of one level: as estimated and in each resample. */
interface Rate {
  readonly value: number;
  readonly replicates: Float64Array;
}

interface Criterion {
  readonly metric: string;
  /** Said where a level has none of it. */
  readonly rates: string;
  readonly of: (group: Group, threshold: number) => (Rate | undefined)[];
  /** Of the difference of two rates. */
  readonly most: number;
}

function rateOf({ statements, replicates }: Group, metric: string, threshold: number): Rate | undefined {
  const value = statements.find((s) => s.metric === metric && s.threshold === threshold)?.estimate;
  const column = replicates.get(`${metric}@${threshold}`);
  return value == null || column === undefined ? undefined : { value, replicates: column };
}

/**
 * Share called positive. In a resample it follows from what is kept: the net benefit of treating all tells the rate of
 * events, and sensitivity and specificity the rest.
 */
function selectionRate(group: Group, threshold: number): Rate | undefined {
  const [sensitivity, specificity, all] = ['sensitivity', 'specificity', 'net_benefit_treat_all'].map(
    (name) => group.replicates.get(`${name}@${threshold}`),
  );
  if (group.population.patients === 0 || !sensitivity || !specificity || !all) return undefined;
  const odds = threshold / (1 - threshold);
  const replicates = all.map((benefit, b) => {
    const events = (benefit + odds) / (1 + odds);
    const found = events > 0 ? sensitivity[b] * events : 0;
    return events < 1 ? found + (1 - specificity[b]) * (1 - events) : found;
  });
  const table = meanConfusion(group.population.repeats, threshold);
  const positive = table.truePositive + table.falsePositive;
  return { value: positive / (positive + table.trueNegative + table.falseNegative), replicates };
}

const named =
  (...metrics: readonly string[]) =>
  (group: Group, threshold: number) =>
    metrics.map((metric) => rateOf(group, metric, threshold));

/** Independence, separation, sufficiency (Barocas, Hardt & Narayanan), and what the decisions are worth. */
const criteria: readonly Criterion[] = [
  {
    metric: 'selection_rate_difference',
    rates: 'the share called positive is',
    of: (group, threshold) => [selectionRate(group, threshold)],
    most: 1,
  },
  {
    metric: 'equalised_odds_difference',
    rates: 'sensitivity or specificity is',
    of: named('sensitivity', 'specificity'),
    most: 1,
  },
  {
    metric: 'predictive_parity_difference',
    rates: 'ppv or npv is',
    of: named('ppv', 'npv'),
    most: 1,
  },
  {
    metric: 'net_benefit_difference',
    rates: 'net benefit is',
    of: named('net_benefit'),
    most: Number.POSITIVE_INFINITY,
  },
];

interface Contrast {
  readonly difference: number;
  readonly replicates: Float64Array;
}

function contrasts(levels: readonly (readonly Rate[])[]): Contrast[] {
  return levels.flatMap((a, i) =>
    levels.slice(i + 1).flatMap((b) =>
      a.map((rate, k) => ({
        difference: rate.value - b[k].value,
        replicates: rate.replicates.map((x, r) => x - b[k].replicates[r]),
      })),
    ),
  );
}

function largestDifference(
  criterion: Criterion,
  levels: readonly Group[],
  { threshold, confidence }: { readonly threshold: number; readonly confidence: number },
): Statement {
  const { metric, most } = criterion;
  const method = 'largest of all pairwise differences, max-T patient bootstrap';
  const rates = levels.map((level) => criterion.of(level, threshold));
  const missing = levels.filter((_, k) => rates[k].includes(undefined)).map(({ level }) => level);
  const note =
    missing.length === 0 ? null : `without ${missing.join(', ')}: ${criterion.rates} undefined there`;
  const known = rates.filter((of): of is Rate[] => !of.includes(undefined));
  const parts = { threshold, method, note };
  const pairs = (known.length * (known.length - 1)) / 2;
  if (pairs === 0) {
    const what = metric === 'equalised_odds_difference' ? 'both rates' : 'it';
    return statement(metric, { undefinedBecause: `fewer than two levels with ${what}` }, parts);
  }
  if (pairs > mostPairs) return statement(metric, { undefinedBecause: `${pairs} pairs of levels` }, parts);
  const all = contrasts(known);
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
    upper: Math.min(most, Math.max(...band.map(({ lower, upper }) => Math.max(-lower, upper)))),
  };
  return statement(metric, { value }, { ...parts, limits, confidence });
}

/**
 * The largest difference between any two levels at a threshold, for each notion of fairness. Its limits are those of the
 * largest that a simultaneous (max-T) band of all differences allows: the plain percentile interval of a maximum never
 * reaches 0, and would find a disparity everywhere.
 *
 * @see Hardt M, Price E, Srebro N (2016) NeurIPS 29
 * @see Benitez-Aurioles J et al. (2025) Epidemiology, for net benefit by subgroup
 */
export function largestDifferences(
  levels: readonly Group[],
  at: { readonly threshold: number; readonly confidence: number },
): Statement[] {
  return criteria.map((criterion) => largestDifference(criterion, levels, at));
}
