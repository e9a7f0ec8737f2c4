import { canonicalJson, fingerprint } from '@raredx/tables';
import type { LedgerEntry, LedgerRecord } from './ledger-entry.ts';
import { LedgerError } from './ledger-error.ts';
import { readLedger } from './read-ledger.ts';

/**
 * A ledger with one more entry. Whoever keeps the file holds a lock from reading to writing, else of two entries one
 * would be lost.
 *
 * @param ledger the whole text so far; empty for a new one
 * @param at UTC time of ISO 8601, not before the last entry's
 * @throws LedgerError where the ledger was tampered with, or the time is not one
 */
export function appendEntry(
  ledger: string,
  record: LedgerRecord,
  { at, where }: { readonly at: string; readonly where: string },
): { readonly ledger: string; readonly entry: LedgerEntry } {
  const entries = readLedger(ledger, where);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(at) || Number.isNaN(Date.parse(at))) {
    throw new LedgerError(where, `not a UTC time (${at})`, 'as in 2026-11-24T10:00:00Z');
  }
  const last = entries.at(-1);
  if (last && Date.parse(at) < Date.parse(last.at)) {
    throw new LedgerError(
      where,
      `the time given (${at}) is before that of the last entry (${last.at})`,
      'set the clock of this machine',
    );
  }
  const body = {
    ...record,
    schemaVersion: 1,
    index: entries.length,
    previous: last?.hash ?? null,
    at,
  } as const;
  const entry: LedgerEntry = { ...body, hash: fingerprint(body) };
  return { ledger: `${ledger}${canonicalJson(entry)}\n`, entry };
}
