import { patientsInCommon } from './blurred-patients.ts';
import type { LedgerCohort, LedgerEntry, LookRecord } from './ledger-entry.ts';
import { type Look, looksAt } from './look-record.ts';

/**
 * What whoever takes a look should know beside its verdict; nothing where it was taken as planned, at patients of its own.
 *
 * @param seen.entries the ledger before it
 * @param seen.spentBefore what looks under another plan had spent
 */
export function lookRemarks(
  { look, planned, alpha, cohort }: Pick<LookRecord, 'look' | 'planned' | 'alpha' | 'cohort'>,
  {
    entries,
    spentBefore,
  }: { readonly entries: readonly LedgerEntry[]; readonly spentBefore?: number | undefined },
): readonly string[] {
  const remarks = uncounted(entries, cohort);
  if (spentBefore !== undefined) {
    remarks.push(
      `look ${look} of ${planned} at ${cohort.name}: earlier looks, under another plan, spent ${short(spentBefore)} of the error, so that this one is judged at a level of ${short(alpha)}`,
    );
  } else if (cohort.name === null && look > 1) {
    remarks.push(
      `look ${look} at these patients, each at the full level: of many looks one finds something by chance (looks in the policy shares the error out)`,
    );
  }
  return remarks;
}

/** Looks that do not count, being at another cohort by name and fingerprint, though it has patients in common. */
function uncounted(entries: readonly LedgerEntry[], cohort: LedgerCohort): string[] {
  const counted = new Set<LedgerEntry>(looksAt(entries, cohort));
  const others = entries.filter((entry): entry is Look => entry.kind === 'look' && !counted.has(entry));
  return others.flatMap(({ index, cohort: { name, blurred } }) => {
    const common = cohort.blurred && blurred ? patientsInCommon(cohort.blurred, blurred) : 0;
    if (common === 0) return [];
    const called = name === null ? '' : ` as ${name}`;
    return [
      `about ${common} of these patients were looked at before${called} (entry ${index + 1} of the ledger), which does not count as a look at this cohort`,
    ];
  });
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
