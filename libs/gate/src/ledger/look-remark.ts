import type { LookRecord } from './ledger-entry.ts';

/**
 * What whoever takes a look should know beside its verdict; null where it was taken as planned.
 *
 * @param spentBefore what looks under another plan had spent
 */
export function lookRemark(
  { look, planned, alpha, cohort }: Pick<LookRecord, 'look' | 'planned' | 'alpha' | 'cohort'>,
  spentBefore: number | undefined,
): string | null {
  if (spentBefore !== undefined) {
    return `look ${look} of ${planned} at ${cohort.name}: earlier looks, under another plan, spent ${short(spentBefore)} of the error, so that this one is judged at a level of ${short(alpha)}`;
  }
  if (cohort.name !== null || look === 1) return null;
  return `look ${look} at these patients, each at the full level: of many looks one finds something by chance (looks in the policy shares the error out)`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
