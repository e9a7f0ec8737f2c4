import { checkLedger } from './check-ledger.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { LedgerError } from './ledger-error.ts';

/**
 * The entries of a ledger that holds.
 *
 * @throws LedgerError where it does not: nothing may be decided by, or added to, a ledger that was tampered with
 */
export function readLedger(text: string, where: string): readonly LedgerEntry[] {
  const { entries, findings } = checkLedger(text);
  const [first] = findings;
  if (!first) return entries;
  throw new LedgerError(
    first.line === null ? where : `${where}:${first.line}`,
    first.problem,
    'bring the ledger back from where it is kept; raredx ledger check names what is wrong',
  );
}
