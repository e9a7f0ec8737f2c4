import { attrition, type Cohort, takeRows } from '@raredx/cohort';
import { ConfigError } from '@raredx/experiment';
import { consentCheck, consentSummary, standing } from '@raredx/gate';
import type { Flow, FlowStep } from '@raredx/tables';
import { consentDay, readConsent } from './read-consent.ts';

/** What the options of a command ask of the consents. */
export interface ConsentOptions {
  readonly consent?: string | undefined;
  readonly use?: string | undefined;
  /** Day up to which withdrawals count. */
  readonly on?: string | undefined;
}

export interface ConsentAsked {
  readonly ledger: string;
  readonly use: string;
  readonly on: string | undefined;
}

/** @throws ConfigError where one of the two is missing */
export function consentAsked({ consent, use, on }: ConsentOptions): ConsentAsked | null {
  if (consent === undefined && use === undefined) return null;
  if (consent !== undefined && use !== undefined) return { ledger: consent, use, on };
  throw new ConfigError(
    consent === undefined ? '--use' : '--consent',
    consent === undefined ? 'is checked against a consent ledger' : 'is checked for a use',
    'give both: --consent FILE --use SCOPE',
  );
}

/** The patients of a cohort who allow a use, and what is to be said of the others: counts, no names. */
export async function consentingCohort(
  all: Cohort,
  asked: ConsentAsked | null,
): Promise<{ readonly cohort: Cohort; readonly said: string | null }> {
  if (!asked) return { cohort: all, said: null };
  const ledger = await readConsent(asked.ledger);
  const use = { use: asked.use, on: consentDay(asked.on) };
  const rows = [...all.patientId.keys()].filter(
    (row) => standing(ledger, all.patientId[row] as string, use) === 'allowed',
  );
  if (rows.length === 0) throw new ConfigError('--consent', `no patient allows the use (${asked.use})`);
  return { cohort: takeRows(all, rows), said: consentSummary(consentCheck(ledger, all.patientId, use)) };
}

/** Who was left out and why, those without consent before all others. */
export function attritionWithConsent(
  {
    all,
    consenting,
    use,
  }: { readonly all: Cohort; readonly consenting: Cohort; readonly use: string | null },
  groups: Readonly<Record<string, readonly string[]>>,
): Flow {
  const flow = attrition(consenting, groups);
  if (use === null) return flow;
  const before = attrition(all, groups);
  return {
    cohorts: flow.cohorts.map(({ cohort, steps }, index) => {
      const start = before.cohorts[index]?.steps[0] as FlowStep;
      const patients = steps[0]?.patients ?? 0;
      const excluded = start.patients - patients;
      const step = `consent to ${use}`;
      const reason = excluded > 0 ? 'withdrew, or consented to other uses or none' : null;
      return { cohort, steps: [start, { step, patients, excluded, reason }, ...steps.slice(1)] };
    }),
  };
}
