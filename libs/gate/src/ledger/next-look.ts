import type { LookEvidence } from '@raredx/tables';
import type { EValueLooks } from '../looks/look-evidence.ts';
import { lookLevel, type PlannedLooks } from '../looks/look-level.ts';
import { otherQuestion, questionAsked } from '../looks/look-question.ts';
import type { Policy } from '../policy.ts';
import { patientsInCommon } from './blurred-patients.ts';
import type { LedgerCohort, LedgerEntry } from './ledger-entry.ts';
import { LedgerError } from './ledger-error.ts';
import { type Look, looksAt, type NextLook } from './look-record.ts';
import { followsPlan, spentBefore } from './spent-before.ts';

/**
 * The next look: its level, and with e-values what earlier ones measured. Null where the policy plans none, and its own
 * confidence stands. What looks under another plan spent at the cohort is not there to be spent again: `spentBefore`.
 *
 * @throws LedgerError where e-values would be multiplied of patients that were looked at before, or looks were planned at
 *   the cohort by other rules
 */
export function nextLook(
  policy: Policy,
  entries: readonly LedgerEntry[],
  cohort: LedgerCohort,
): NextLook | null {
  const { looks } = policy;
  const past = looksAt(entries, cohort);
  const alpha = 1 - policy.confidence;
  if (!looks) return withoutPlan(past);
  if (looks.method !== 'e-value') return sharedLook(looks, alpha, { past, events: cohort.events });
  refuseAgain(looks, past, cohort);
  refuseOthers(policy, past);
  return { number: past.length + 1, of: null, alpha, spent: null, past: measuredBefore(policy, past) };
}

/** Where looks were planned, one more at the full level would spend their error again. */
function withoutPlan(past: readonly Look[]): null {
  const planned = past.find((entry) => entry.cohort.name !== null);
  if (!planned) return null;
  throw new LedgerError(
    `ledger:${planned.index + 1}`,
    `looks at these patients are counted (${lookInWords(planned)}), and this policy plans none`,
    'a policy without looks would spend their error again: name the cohort in its looks',
  );
}

function sharedLook(
  looks: PlannedLooks,
  alpha: number,
  { past, events }: { readonly past: readonly Look[]; readonly events: number },
): NextLook {
  const before = past.map((entry) => entry.cohort.events);
  const own = lookLevel(looks, alpha, { past: before, events });
  if (followsPlan(looks, alpha, past)) return own;
  const spent = spentBefore(past);
  const left = alpha - spent > 1e-12 ? alpha - spent : 0;
  const level = Math.min(own.alpha, left);
  return { ...own, alpha: level, spent: spent + level, spentBefore: spent };
}

function refuseAgain(looks: EValueLooks, past: readonly Look[], cohort: LedgerCohort): void {
  const same = past.find((entry) => entry.cohort.fingerprint === cohort.fingerprint);
  if (same) {
    throw new LedgerError(
      `ledger:${same.index + 1}`,
      `these very patients were looked at before (look ${same.look} at ${looks.cohort})`,
      'e-values add up over new patients or new events; for releases tried on the same patients share α out (data: reused)',
    );
  }
  if (looks.data === 'new') refuseCommon(past, cohort);
  const shared = past.find(({ planned }) => planned !== null);
  if (!shared) return;
  throw new LedgerError(
    `ledger:${shared.index + 1}`,
    `α of this cohort is shared out already (${lookInWords(shared)})`,
    'e-values would spend it again: name another cohort, of patients that no look saw',
  );
}

/** Patients who were looked at before count twice where looks are multiplied, be it one more or less of them. */
function refuseCommon(past: readonly Look[], { blurred }: LedgerCohort): void {
  for (const entry of past) {
    const common = blurred && entry.cohort.blurred ? patientsInCommon(blurred, entry.cohort.blurred) : 0;
    if (common === 0) continue;
    throw new LedgerError(
      `ledger:${entry.index + 1}`,
      `about ${common} of these patients were looked at before (${lookInWords(entry)})`,
      'e-values add up over new patients: leave out who was looked at before; where numbers of patients began anew, put the year before them',
    );
  }
}

/** Looks under one name of a criterion that ask something else are another criterion's. */
function refuseOthers(policy: Policy, past: readonly Look[]): void {
  for (const { index, look, model, criteria } of past) {
    for (const criterion of policy.criteria) {
      const before = criteria.find(({ id, eValue }) => id === criterion.id && eValue)?.eValue?.measured;
      if (!before) continue;
      const now = questionAsked(criterion, policy.model);
      // Ledgers of before the question was kept tell the model at the policy's head alone.
      const older = model === policy.model ? null : `model ${model}, now ${policy.model}`;
      const differs = before.of ? otherQuestion(before.of, now) : older;
      if (differs === null) continue;
      throw new LedgerError(
        `ledger:${index + 1}`,
        `criterion ${criterion.id} asked something else at look ${look} (${differs})`,
        'e-values add up over one question: give the criterion another id, or name another cohort',
      );
    }
  }
}

function lookInWords({ look, planned, cohort }: Look): string {
  return `look ${look}${planned === null ? '' : ` of ${planned}`} at ${cohort.name}`;
}

function measuredBefore(policy: Policy, past: readonly Look[]): Record<string, readonly LookEvidence[]> {
  if (policy.looks?.data === 'accumulating') return {};
  const ofCriterion = (id: string) =>
    past.flatMap(({ criteria }) => criteria.find((one) => one.id === id)?.eValue?.measured ?? []);
  return Object.fromEntries(policy.criteria.map(({ id }) => [id, ofCriterion(id)]));
}
