import type { CriterionDecision, DecisionLook } from '@raredx/tables';
import { adjustedInterval } from './adjusted-interval.ts';
import { explain, explainMissing, explainTooFew } from './explain.ts';
import type { Found } from './find-evidence.ts';
import type { Measured } from './interval-scale.ts';
import { type AddedUp, addedUp, type EarlierLooks } from './looks/added-up.ts';
import { measured } from './measured.ts';
import { neededEvents } from './needed-events.ts';
import type { Criterion } from './policy.ts';
import { type RemadeEvidence, remadeInterval } from './remade-evidence.ts';
import { bindingBound, pointSatisfies, requirementOf, verdictOf } from './requirement.ts';

interface Judging {
  /** What the policy's multiplicity rule asks for. */
  readonly confidence: number;
  readonly look?: DecisionLook | undefined;
  /** Where looks are added up as e-values. */
  readonly earlier?: EarlierLooks | undefined;
  readonly remade: readonly RemadeEvidence[];
}

/** One criterion on the row found for it. */
export function judgeCriterion(criterion: Criterion, found: Found, judging: Judging): CriterionDecision {
  const { confidence } = judging;
  const { id, rationale } = criterion;
  const requirement = requirementOf(criterion);
  const nearest = Number.isFinite(requirement.low) ? requirement.low : requirement.high;
  const unmet = { id, rationale, verdict: 'insufficient_evidence', bound: nearest } as const;
  if ('missing' in found) {
    return {
      ...unmet,
      ...{ value: null, lower: null, upper: null, patients: 0, events: 0, evidenceId: null },
      neededEvents: null,
      why: explainMissing(criterion, found.missing),
    };
  }
  const { patients, events, id: evidenceId } = found.row;
  const basis = { ...unmet, patients, events, evidenceId };
  const shortfall = eventsShort(criterion, patients, events);
  const seen = measured(found.row);
  if ('undefinedBecause' in seen) {
    const why = explainMissing(criterion, seen.undefinedBecause, { patients, events });
    return { ...basis, value: found.row.estimate, lower: null, upper: null, neededEvents: shortfall, why };
  }
  const { row } = seen;
  const carried = carriedTo(row, judging);
  if ('undefinedBecause' in carried) {
    const why = explainMissing(criterion, carried.undefinedBecause, row);
    return { ...basis, value: row.estimate, lower: row.lower, upper: row.upper, neededEvents: null, why };
  }
  return { ...basis, ...verdictOn(row, carried, { criterion, confidence, shortfall }) };
}

interface Carried {
  readonly lower: number;
  readonly upper: number;
  /** Where looks were added up. */
  readonly looks?: AddedUp;
}

/** The row's interval at the confidence asked for, or that of all looks so far. */
function carriedTo(
  row: Measured,
  { confidence, look, earlier, remade }: Judging,
): Carried | { readonly undefinedBecause: string } {
  if (confidence >= 1) return { undefinedBecause: nothingLeft(look) };
  if (!earlier) {
    const carried = adjustedInterval(row, confidence);
    if ('lower' in carried) return carried;
    return remadeInterval(row, confidence, remade) ?? carried;
  }
  const looks = addedUp(row, earlier, confidence);
  return 'undefinedBecause' in looks ? looks : { lower: looks.lower, upper: looks.upper, looks };
}

/** Why there is no error to judge by. */
function nothingLeft(look: DecisionLook | undefined): string {
  if (!look || look.number > (look.of ?? 0))
    return 'every look that the policy plans at this cohort is spent';
  return look.spentBefore === undefined
    ? 'too few events are new at this look for any of the error to be spent on it'
    : 'earlier looks at this cohort, under another plan, spent all of the error';
}

function verdictOn(
  row: Measured,
  { lower, upper, looks }: Carried,
  given: { criterion: Criterion; confidence: number; shortfall: number | null },
) {
  const { criterion, confidence, shortfall } = given;
  const requirement = requirementOf(criterion);
  const judged = { ...row, lower, upper };
  const needs = looks ? looks.needed : neededEvents(judged, requirement);
  const numbers = {
    ...{ value: row.estimate, lower, upper, bound: bindingBound({ lower, upper }, requirement) },
    ...(looks ? { eValue: { value: looks.value, measured: looks.measured } } : {}),
  };
  if (row.patients < criterion.minimum_patients || row.events < criterion.minimum_events) {
    const needed = Math.max(shortfall ?? 0, needs ?? 0) || null;
    return { ...numbers, neededEvents: needed, why: explainTooFew(criterion, judged) };
  }
  const rightSide = pointSatisfies(row.estimate, requirement);
  const byInterval = verdictOf({ lower, upper }, requirement);
  // What earlier looks saw may carry neither a model that looks bad now nor one that looks good now.
  const contradicted = looks !== undefined && byInterval === (rightSide ? 'fail' : 'pass');
  const verdict = contradicted ? 'insufficient_evidence' : byInterval;
  const needed = verdict === 'insufficient_evidence' ? needs : null;
  const why = explain(criterion, judged, {
    ...{ requirement, verdict, confidence, needed, rightSide, looks, contradicted },
  });
  return { ...numbers, verdict, neededEvents: needed, why };
}

/** Events short of the policy's minimum; patients short count at the event rate seen. */
function eventsShort(criterion: Criterion, patients: number, events: number): number | null {
  const byEvents = criterion.minimum_events - events;
  const byPatients =
    patients > 0 ? Math.ceil(((criterion.minimum_patients - patients) * events) / patients) : 0;
  const short = Math.max(byEvents, byPatients);
  return short > 0 ? short : null;
}
