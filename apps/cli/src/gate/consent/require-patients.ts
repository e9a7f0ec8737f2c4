import { ConfigError } from '@raredx/experiment';

/**
 * Rows that were numbered for want of a column of patients have names that a ledger may hold by chance.
 *
 * @param unchecked what the reading of the rows could not check
 * @throws ConfigError where nobody said who the patients are
 */
export function requirePatients(where: string, unchecked: readonly string[]): void {
  if (withPatientNames(unchecked)) return;
  throw new ConfigError(
    where,
    'has no column of patients to ask the ledger for',
    'name it with --patient where the table is read: raredx validate, raredx consent apply',
  );
}

/** Whether the rows say who the patients are. */
export function withPatientNames(unchecked: readonly string[]): boolean {
  return !unchecked.some((gap) => gap.startsWith('no patient column'));
}
