import type { CriterionDecision, Decision, Verdict } from '@raredx/tables';

export interface CriterionChange {
  readonly id: string;
  /** Null where a pack has no such criterion. */
  readonly before: Judged | null;
  readonly after: Judged | null;
}

type Judged = Pick<CriterionDecision, 'verdict' | 'value' | 'lower' | 'upper' | 'bound'>;

export interface DecisionChanges {
  readonly before: Verdict | null;
  readonly after: Verdict | null;
  readonly policyChanged: boolean;
  /** Criteria with another verdict or bound, or in one pack only. */
  readonly criteria: readonly CriterionChange[];
}

export function decisionChanges(before: Decision | null, after: Decision | null): DecisionChanges {
  const find = (decision: Decision | null, id: string): Judged | null => {
    const found = decision?.criteria.find((one) => one.id === id);
    if (!found) return null;
    const { verdict, value, lower, upper, bound } = found;
    return { verdict, value, lower, upper, bound };
  };
  const ids = new Set([...(before?.criteria ?? []), ...(after?.criteria ?? [])].map((one) => one.id));
  return {
    before: before?.verdict ?? null,
    after: after?.verdict ?? null,
    policyChanged: before?.policyHash !== after?.policyHash,
    criteria: [...ids]
      .map((id) => ({ id, before: find(before, id), after: find(after, id) }))
      .filter(({ before: was, after: now }) => was?.verdict !== now?.verdict || was?.bound !== now?.bound),
  };
}
