import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ConfigError, lockRun, RunHeldError, writeAtomically } from '@raredx/experiment';
import { appendEntry, type HoldoutRecord, type LedgerEntry, type LookRecord, readLedger } from '@raredx/gate';

/** The record to add, or what was found in the ledger already. */
type Outcome<T> =
  | { readonly record: LookRecord | HoldoutRecord; readonly done: (entry: LedgerEntry) => T }
  | { readonly found: T };

const patience = 60_000;

/**
 * Reads a ledger, lets it be judged, and adds an entry, all under one lock: two gates at once append one after the other,
 * each having read what the other wrote. The file appears whole or not at all.
 *
 * @param at time of the entry; the clock where it is not given
 * @throws ConfigError where `at` is no time; LedgerError where the ledger was tampered with; RunHeldError where another process keeps it for a minute
 */
export async function keepLedger<T>(
  path: string,
  at: string | undefined,
  judge: (entries: readonly LedgerEntry[]) => Outcome<T>,
): Promise<T> {
  const where = basename(path);
  if (at !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(at)) {
    throw new ConfigError('--at', `not a UTC time (${at})`, 'as in 2026-11-24T10:00:00Z');
  }
  const release = await lockWithPatience(join(dirname(path), `.${where}.lock`));
  try {
    const text = ledgerText(path);
    const outcome = judge(readLedger(text, where));
    if ('found' in outcome) return outcome.found;
    const { ledger, entry } = appendEntry(text, outcome.record, {
      at: at ?? new Date().toISOString(),
      where,
    });
    writeAtomically(path, ledger);
    return outcome.done(entry);
  } finally {
    release();
  }
}

/** The text of a ledger; one that is not there yet is empty. */
export function ledgerText(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** @throws ConfigError where there is no such file */
export function existingLedger(path: string): string {
  if (!existsSync(path)) {
    throw new ConfigError(basename(path), 'no such ledger', 'raredx gate --ledger FILE begins one');
  }
  return readFileSync(path, 'utf8');
}

async function lockWithPatience(folder: string): Promise<() => void> {
  const until = performance.now() + patience;
  for (;;) {
    try {
      return lockRun(folder);
    } catch (error) {
      if (!(error instanceof RunHeldError) || performance.now() > until) throw error;
      await wait(20 + (process.pid % 30));
    }
  }
}
