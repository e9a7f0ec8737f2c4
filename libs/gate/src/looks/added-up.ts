import type { LookEvidence } from '@raredx/tables';
import type { Measured } from '../interval-scale.ts';
import type { Criterion } from '../policy.ts';
import { pointSatisfies, requirementOf } from '../requirement.ts';
import { eValueLimits, logEValueOf } from './e-value-limits.ts';
import { type EValueLooks, lookEvidence } from './look-evidence.ts';
import { otherQuestion, questionAnswered } from './look-question.ts';

/** What came before a look: how the policy adds looks up, and what each measured of the criterion. */
export interface EarlierLooks {
  readonly looks: EValueLooks;
  readonly past: readonly LookEvidence[];
  readonly criterion: Criterion;
}

export interface AddedUp {
  readonly lower: number;
  readonly upper: number;
  /** e-value of all looks against the criterion's bound. */
  readonly value: number;
  /** e-value from which on the criterion is met. */
  readonly enough: number;
  /** How many looks it rests on. */
  readonly count: number;
  /** What this look measured. */
  readonly measured: LookEvidence;
  /** Events of further looks like this one until it is enough; null where more of them would not do. */
  readonly needed: number | null;
}

/**
 * A criterion on all looks so far. Looks at new patients multiply; of one cohort whose events accumulate the last look
 * holds all that came before.
 */
export function addedUp(
  row: Measured,
  { looks, past, criterion }: EarlierLooks,
  confidence: number,
): AddedUp | { readonly undefinedBecause: string } {
  const requirement = requirementOf(criterion);
  const found = lookEvidence(row, looks);
  if ('undefinedBecause' in found) return found;
  const now: LookEvidence = { of: questionAnswered(row, criterion), ...found };
  const problem = looks.data === 'new' ? unlike(past, now) : null;
  if (problem !== null) return { undefinedBecause: problem };
  const counted = looks.data === 'new' ? [...past, now] : [now];
  const log = logEValueOf(counted, requirement);
  const gain = logEValueOf([now], requirement);
  const short = Math.log(2 / (1 - confidence)) - log;
  const helps = pointSatisfies(row.estimate, requirement) && gain > 0 && short > 0;
  return {
    ...eValueLimits(counted, confidence),
    value: Math.min(Math.exp(log), Number.MAX_VALUE),
    enough: 2 / (1 - confidence),
    count: counted.length,
    measured: now,
    needed: helps ? Math.ceil((row.events * short) / gain) : null,
  };
}

/** Why what was measured before cannot be multiplied with what is measured now; null where it can. */
function unlike(past: readonly LookEvidence[], now: LookEvidence): string | null {
  for (const { of, scale } of past) {
    const differs = of && now.of ? otherQuestion(of, now.of) : null;
    if (differs !== null) return `an earlier look asked something else (${differs})`;
    if (scale !== now.scale)
      return `an earlier look measured it on another scale (${scale}, now ${now.scale})`;
  }
  return null;
}

/** The smallest two-sided α at which the looks meet a requirement. */
export function eValueP(row: Measured, earlier: EarlierLooks): number {
  const found = addedUp(row, earlier, 0.5);
  return 'undefinedBecause' in found ? 1 : Math.min(1, 2 / found.value);
}
