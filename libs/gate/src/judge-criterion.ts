import type { CriterionDecision } from '@raredx/tables';
import { type AdjustedInterval, adjustedInterval } from './adjusted-interval.ts';
import { explain, explainMissing, explainTooFew } from './explain.ts';
import type { Found } from './find-evidence.ts';
import { measured } from './measured.ts';
import { neededEvents } from './needed-events.ts';
import type { Criterion } from './policy.ts';
import { bindingBound, pointSatisfies, requirementOf, verdictOf } from './requirement.ts';

/** One criterion on the row found for it, at the confidence that the policy's multiplicity rule asks for. */
export function judgeCriterion(criterion: Criterion, found: Found, confidence: number): CriterionDecision {
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
  if (confidence >= 1) {
    const why = explainMissing(criterion, 'every look that the policy plans at this cohort is spent', row);
    return { ...basis, value: row.estimate, lower: row.lower, upper: row.upper, neededEvents: null, why };
  }
  const interval: AdjustedInterval = adjustedInterval(row, confidence);
  if ('undefinedBecause' in interval) {
    const why = explainMissing(criterion, interval.undefinedBecause, { patients, events });
    return { ...basis, value: row.estimate, lower: row.lower, upper: row.upper, neededEvents: null, why };
  }
  const { lower, upper } = interval;
  const judged = { ...row, lower, upper };
  const numbers = { value: row.estimate, lower, upper, bound: bindingBound(interval, requirement) };
  if (patients < criterion.minimum_patients || events < criterion.minimum_events) {
    const needed = Math.max(shortfall ?? 0, neededEvents(judged, requirement) ?? 0);
    return { ...basis, ...numbers, neededEvents: needed || null, why: explainTooFew(criterion, judged) };
  }
  const verdict = verdictOf(interval, requirement);
  const needed = verdict === 'insufficient_evidence' ? neededEvents(judged, requirement) : null;
  const rightSide = pointSatisfies(row.estimate, requirement);
  const why = explain(criterion, judged, { requirement, verdict, confidence, needed, rightSide });
  return { ...basis, ...numbers, verdict, neededEvents: needed, why };
}

/** Events short of the policy's minimum; patients short count at the event rate seen. */
function eventsShort(criterion: Criterion, patients: number, events: number): number | null {
  const byEvents = criterion.minimum_events - events;
  const byPatients =
    patients > 0 ? Math.ceil(((criterion.minimum_patients - patients) * events) / patients) : 0;
  const short = Math.max(byEvents, byPatients);
  return short > 0 ? short : null;
}
