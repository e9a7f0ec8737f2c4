import type { ConsentLedger } from './consent-ledger.ts';

/** Counts of patients, never names. */
export interface ConsentCheck {
  readonly use: string;
  /** Day up to which withdrawals count. */
  readonly on: string;
  readonly patients: number;
  readonly allowed: number;
  /** Allowed this use once and withdrew on or before the day. */
  readonly withdrawn: number;
  /** Gave consent, but not to this use. */
  readonly outsideScope: number;
  /** Are in no row of the ledger. */
  readonly unknown: number;
}

export type Standing = 'allowed' | 'withdrawn' | 'outsideScope' | 'unknown';

interface Use {
  readonly use: string;
  readonly on: string;
}

/**
 * Whether a patient's data may be put to a use on a day. Of several rows of a patient that speak of the use the last one
 * counts, as a ledger is kept by adding to its end: a withdrawal after a consent, a consent anew after a withdrawal. A
 * withdrawal that names no scope is one from every use.
 *
 * @example standing(new Map([['p', [{ scopes: ['training'], withdrawnOn: '2026-03-01' }]]]), 'p', { use: 'training', on: '2026-03-01' })
 * // => 'withdrawn'
 */
export function standing(ledger: ConsentLedger, patient: string, { use, on }: Use): Standing {
  const consents = ledger.get(patient);
  if (!consents) return 'unknown';
  const fitting = consents.filter(({ scopes, withdrawnOn }) =>
    scopes.length === 0 ? withdrawnOn !== null : scopes.includes(use),
  );
  const last = fitting.at(-1);
  if (!last || !fitting.some(({ scopes }) => scopes.includes(use))) return 'outsideScope';
  return last.withdrawnOn === null || last.withdrawnOn > on ? 'allowed' : 'withdrawn';
}

/** How the patients of a table stand to a use. */
export function consentCheck(ledger: ConsentLedger, patients: Iterable<string>, asked: Use): ConsentCheck {
  const counts = { allowed: 0, withdrawn: 0, outsideScope: 0, unknown: 0 };
  const distinct = new Set(patients);
  for (const patient of distinct) counts[standing(ledger, patient, asked)]++;
  return { use: asked.use, on: asked.on, patients: distinct.size, ...counts };
}

/** The check as one sentence. */
export function consentSummary(check: ConsentCheck): string {
  const { use, on, patients, allowed, withdrawn, outsideScope, unknown } = check;
  if (allowed === patients) return `all ${patients} patients allow the use ${use} (as of ${on})`;
  return `${patients - allowed} of ${patients} patients do not allow the use ${use} (as of ${on}): ${withdrawn} withdrew, ${outsideScope} consented to other uses, ${unknown} are not in the ledger`;
}
