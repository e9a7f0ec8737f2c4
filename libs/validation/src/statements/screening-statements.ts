import { type PredictiveValue, predictiveValueAtPrevalence } from '@raredx/metrics';
import { expit, logit } from '@raredx/stats';
import { repeatsText } from '../population/mean-over-repeats.ts';
import type { Population } from '../population/population.ts';
import type { ResolvedPlan } from '../validation-plan.ts';
import { moverDifference } from './mover-difference.ts';
import { type Limits, type Statement, type StatementParts, statement } from './statement.ts';
import { meanConfusion } from './threshold-statements.ts';

type Undefined = { readonly undefinedBecause: string };

interface Bounded {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** A share as stated, with limits that know of patients' several samples. */
function shareOf(statements: readonly Statement[], metric: string, threshold: number): Bounded | Undefined {
  const made = statements.find((s) => s.metric === metric && s.threshold === threshold);
  if (made?.estimate == null) return { undefinedBecause: made?.undefinedBecause ?? 'not estimated' };
  if (made.lower === null || made.upper === null) return { undefinedBecause: `${metric} has no interval` };
  return { estimate: made.estimate, lower: made.lower, upper: made.upper };
}

const complement = ({ estimate, lower, upper }: Bounded): Bounded => ({
  estimate: 1 - estimate,
  lower: 1 - upper,
  upper: 1 - lower,
});
const times = ({ estimate, lower, upper }: Bounded, factor: number): Bounded => ({
  estimate: estimate * factor,
  lower: lower * factor,
  upper: upper * factor,
});
const logOf = ({ estimate, lower, upper }: Bounded): Bounded => ({
  estimate: Math.log(estimate),
  lower: Math.log(lower),
  upper: Math.log(upper),
});

/** Limits of a predictive value from those of two shares: log odds are a difference of their logarithms. */
function limitsOfOdds(own: Bounded, leak: Bounded, prior: number): Limits {
  const limits = moverDifference(logOf(own), logOf(leak));
  const [lower, upper] = [limits.lower, limits.upper].map((x) => expit(x + logit(prior)));
  return Number.isNaN(lower) || Number.isNaN(upper)
    ? { undefinedBecause: 'a share is exactly 0 and patients have several samples' }
    : { lower, upper };
}

interface Shares {
  readonly sensitivity: Bounded | Undefined;
  readonly specificity: Bounded | Undefined;
  readonly prevalence: number;
}

function clusteredLimits(which: 'ppv' | 'npv', { sensitivity, specificity, prevalence }: Shares): Limits {
  if ('undefinedBecause' in sensitivity) return sensitivity;
  if ('undefinedBecause' in specificity) return specificity;
  return which === 'ppv'
    ? limitsOfOdds(sensitivity, complement(specificity), prevalence)
    : limitsOfOdds(specificity, complement(sensitivity), 1 - prevalence);
}

/** In 1000 people: positive calls, and events that get none. */
function perThousand(
  shares: Shares,
): readonly { readonly metric: string; readonly of: Bounded | Undefined }[] {
  const { sensitivity, specificity, prevalence } = shares;
  const missed =
    'undefinedBecause' in sensitivity ? sensitivity : times(complement(sensitivity), 1000 * prevalence);
  const alerts = (): Bounded | Undefined => {
    if ('undefinedBecause' in sensitivity) return sensitivity;
    if ('undefinedBecause' in specificity) return specificity;
    const found = times(sensitivity, 1000 * prevalence);
    const falseAlerts = times(complement(specificity), 1000 * (1 - prevalence));
    // A sum is the difference from the other's negative.
    const negative = {
      estimate: -falseAlerts.estimate,
      lower: -falseAlerts.upper,
      upper: -falseAlerts.lower,
    };
    return { estimate: found.estimate + falseAlerts.estimate, ...moverDifference(found, negative) };
  };
  return [
    { metric: 'alerts_per_thousand', of: alerts() },
    { metric: 'missed_per_thousand', of: missed },
  ];
}

const reciprocal = (limits: Limits): Limits => {
  if ('undefinedBecause' in limits) return limits;
  return limits.lower > 0
    ? { lower: 1 / limits.upper, upper: 1 / limits.lower }
    : { undefinedBecause: 'the predictive value may be 0' };
};

export interface ScreeningContext {
  readonly threshold: number;
  /** Those of the threshold, with sensitivity and specificity among them. */
  readonly statements: readonly Statement[];
  readonly plan: ResolvedPlan;
}

interface Made {
  readonly of: PredictiveValue | Undefined;
  readonly parts: StatementParts;
}

interface Asked {
  readonly threshold: number;
  readonly confidence: number;
  readonly note: string;
}

/** Predictive values, and alerts per true positive: the first of them turned over. */
function valueStatements(
  population: Population,
  { prevalence, ...shares }: Shares,
  { threshold, confidence, note }: Asked,
): Statement[] {
  const table = meanConfusion(population.repeats, threshold);
  const clustered = population.structure === 'clustered';
  const over = repeatsText(population);
  const [ppv, npv] = (['ppv', 'npv'] as const).map((which) => {
    const of = predictiveValueAtPrevalence(table, which, { prevalence, confidence });
    if ('undefinedBecause' in of) return { of, parts: { threshold, method: `Mercaldo${over}`, note } };
    const limits: Limits = clustered ? clusteredLimits(which, { ...shares, prevalence }) : of;
    const method = (clustered ? 'square-and-add of log shares' : of.method) + over;
    return { of, parts: { threshold, confidence, note, limits, method } };
  }) as [Made, Made];
  const review = (): Statement => {
    const metric = 'alerts_per_true_positive';
    if ('undefinedBecause' in ppv.of) return statement(metric, ppv.of, ppv.parts);
    if (table.truePositive === 0) {
      const reason = { undefinedBecause: 'no true positive: no number of reviews finds one' };
      return statement(metric, reason, ppv.parts);
    }
    const limits = reciprocal(ppv.parts.limits as Limits);
    return statement(metric, { value: 1 / ppv.of.value }, { ...ppv.parts, limits });
  };
  const valued = ({ of }: Made) => ('undefinedBecause' in of ? of : { value: of.value });
  return [
    statement('ppv_at_prevalence', valued(ppv), ppv.parts),
    statement('npv_at_prevalence', valued(npv), npv.parts),
    review(),
  ];
}

/**
 * What a threshold means at the prevalence where the model will be used: predictive values, the number needed to review
 * (alerts per true positive), and alerts and missed patients in 1000 people; nothing where the plan names none.
 *
 * @see Mercaldo ND, Lau KF, Zhou XH (2007) Stat Med 26:2170–2183
 */
export function screeningStatements(
  population: Population,
  { threshold, statements, plan }: ScreeningContext,
): Statement[] {
  const { targetPrevalence: prevalence, confidence } = plan;
  if (prevalence === null) return [];
  const note = `at a prevalence of ${prevalence}`;
  const shares: Shares = {
    sensitivity: shareOf(statements, 'sensitivity', threshold),
    specificity: shareOf(statements, 'specificity', threshold),
    prevalence,
  };
  const method = `square-and-add of sensitivity and specificity${repeatsText(population)}`;
  const counts = perThousand(shares).map(({ metric, of }) => {
    if ('undefinedBecause' in of) return statement(metric, of, { threshold, method, note });
    const { estimate: value, ...limits } = of;
    return statement(metric, { value }, { threshold, limits, confidence, method, note });
  });
  return [...valueStatements(population, shares, { threshold, confidence, note }), ...counts];
}
