import type { Decision, DecisionLook, EvidenceFile, Verdict } from '@raredx/tables';
import { pValue } from './adjusted-interval.ts';
import { type Found, findEvidence } from './find-evidence.ts';
import { judgeCriterion } from './judge-criterion.ts';
import { type EarlierLooks, eValueP } from './looks/added-up.ts';
import { measured } from './measured.ts';
import { judgedConfidence } from './multiplicity.ts';
import type { Criterion, Policy } from './policy.ts';
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
  { look }: { readonly look?: DecisionLook } = {},
): Decision {
  const found = policy.criteria.map((criterion) =>
    findEvidence(evidence.rows, criterion, criterion.model ?? policy.model),
  );
  const earlier = policy.criteria.map(({ id }) => earlierLooks(policy, look, id));
  const pValues = policy.criteria.map((criterion, index) =>
    pOf(criterion, found[index] as Found, earlier[index]),
  );
  const confidence = look ? 1 - look.alpha : policy.confidence;
  const confidences = judgedConfidence({ ...policy, confidence }, pValues, families(policy));
  const criteria = policy.criteria.map((criterion, index) =>
    judgeCriterion(criterion, found[index] as Found, {
      confidence: confidences[index] as number,
      earlier: earlier[index],
    }),
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
  const requirement = requirementOf(criterion);
  return earlier ? eValueP(seen.row, earlier, requirement) : pValue(seen.row, requirement);
}

function earlierLooks(
  { looks }: Policy,
  look: DecisionLook | undefined,
  criterion: string,
): EarlierLooks | undefined {
  if (looks?.method !== 'e-value' || !look) return undefined;
  return { looks, past: look.past?.[criterion] ?? [] };
}
