import type { LookEvidence } from '@raredx/tables';
import type { Measured } from '../interval-scale.ts';
import { pointSatisfies, type Requirement } from '../requirement.ts';
import { eValueLimits, logEValueOf } from './e-value-limits.ts';
import { type EValueLooks, lookEvidence } from './look-evidence.ts';

/** What came before a look: how the policy adds looks up, and what each measured of the criterion. */
export interface EarlierLooks {
  readonly looks: EValueLooks;
  readonly past: readonly LookEvidence[];
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
  { looks, past }: EarlierLooks,
  { requirement, confidence }: { readonly requirement: Requirement; readonly confidence: number },
): AddedUp | { readonly undefinedBecause: string } {
  const now = lookEvidence(row, looks);
  if ('undefinedBecause' in now) return now;
  const other = past.find(({ scale }) => scale !== now.scale);
  if (other && looks.data === 'new') {
    return {
      undefinedBecause: `an earlier look measured it on another scale (${other.scale}, now ${now.scale})`,
    };
  }
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

/** The smallest two-sided α at which the looks meet a requirement. */
export function eValueP(row: Measured, { looks, past }: EarlierLooks, requirement: Requirement): number {
  const found = addedUp(row, { looks, past }, { requirement, confidence: 0.5 });
  return 'undefinedBecause' in found ? 1 : Math.min(1, 2 / found.value);
}
