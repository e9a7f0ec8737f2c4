import type { Decision, DecisionLook, EvidenceFile, Verdict } from '@raredx/tables';
import { adjustedInterval, pValue } from './adjusted-interval.ts';
import { type Found, findEvidence } from './find-evidence.ts';
import { judgeCriterion } from './judge-criterion.ts';
import { type EarlierLooks, eValueP } from './looks/added-up.ts';
import { measured } from './measured.ts';
import { judgedConfidence } from './multiplicity.ts';
import type { Criterion, Policy } from './policy.ts';
import { type JudgeOptions, sameConfidence } from './remade-evidence.ts';
import { requirementOf } from './requirement.ts';

/**
 * Decides whether evidence meets a policy. A criterion passes only on an interval that lies wholly on the right side,
 * with the declared patients and events behind it; what is missing, empty or undefined never passes.
 *
 * @param evidenceHash SHA-256 of the evidence judged, carried into the decision
 * @param options.look the look at the cohort that this decision is: its α takes the place of 1 − confidence; with e-values
 *   also what earlier looks measured
 * @throws ContractError where an evidence row contradicts itself (limits the wrong way round, estimate and reason both set)
 */
export function judge(
  evidence: EvidenceFile,
  policy: Policy,
  evidenceHash: string,
  { look, remade = [] }: JudgeOptions = {},
): Decision {
  const asked = askedOf(evidence, policy, look);
  const criteria = asked.map(({ criterion, found, ...how }) =>
    judgeCriterion(criterion, found, { ...how, look, remade }),
  );
  return {
    verdict: overall(criteria.map((one) => one.verdict)),
    criteria,
    policyHash: policy.hash,
    evidenceHash,
    ledgerEntry: null,
    ...(look ? { look } : {}),
  };
}

/**
 * The levels at which a criterion is judged though its interval cannot be carried there: percentile limits. Evidence made
 * again at them, from the same predictions by the same plan, is what `judge` takes as `remade`.
 */
export function confidencesToRemake(
  evidence: EvidenceFile,
  policy: Policy,
  look?: DecisionLook,
): readonly number[] {
  const wanted = askedOf(evidence, policy, look).flatMap(({ found, confidence, earlier }) => {
    const seen = 'row' in found ? measured(found.row) : found;
    if (!('row' in seen) || earlier || confidence >= 1) return [];
    return 'undefinedBecause' in adjustedInterval(seen.row, confidence) ? [confidence] : [];
  });
  return wanted.filter((one, index) => wanted.findIndex((other) => sameConfidence(one, other)) === index);
}

interface Asked {
  readonly criterion: Criterion;
  readonly found: Found;
  readonly confidence: number;
  readonly earlier: EarlierLooks | undefined;
}

/** Each criterion with the row found for it and the confidence it is judged at. */
function askedOf(evidence: EvidenceFile, policy: Policy, look: DecisionLook | undefined): readonly Asked[] {
  const rows = policy.criteria.map((criterion) => {
    const found = findEvidence(evidence.rows, criterion, criterion.model ?? policy.model);
    return { criterion, found, earlier: earlierLooks(policy, look, criterion) };
  });
  const pValues = rows.map(({ criterion, found, earlier }) => pOf(criterion, found, earlier));
  const confidence = look ? 1 - look.alpha : policy.confidence;
  const confidences = judgedConfidence({ ...policy, confidence }, pValues, families(policy));
  return rows.map((row, index) => ({ ...row, confidence: confidences[index] as number }));
}

function families({ criteria }: Policy): string[] {
  return criteria.map(({ family }) => family ?? '');
}

/** One failure fails the release; short of that, one undecided criterion leaves it undecided. */
function overall(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'pass')
    ? 'pass'
    : 'insufficient_evidence';
}

function pOf(criterion: Criterion, found: Found, earlier: EarlierLooks | undefined): number {
  const seen = 'row' in found ? measured(found.row) : found;
  if (!('row' in seen)) return 1;
  return earlier ? eValueP(seen.row, earlier) : pValue(seen.row, requirementOf(criterion));
}

function earlierLooks(
  { looks }: Policy,
  look: DecisionLook | undefined,
  criterion: Criterion,
): EarlierLooks | undefined {
  if (looks?.method !== 'e-value' || !look) return undefined;
  return { looks, past: look.past?.[criterion.id] ?? [], criterion };
}
