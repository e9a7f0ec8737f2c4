import { basename, resolve } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import { type ConsentLedger, consentLedger } from '@raredx/gate';
import { readColumns } from '@raredx/tables';

/** A consent ledger from CSV or Parquet. */
export async function readConsent(path: string): Promise<ConsentLedger> {
  const where = basename(path);
  return consentLedger(await readColumns(resolve(path), where, { asText: true }), where);
}

/**
 * The day up to which withdrawals count.
 *
 * @param given year-month-day; today where it is not given
 * @throws ConfigError where it is no day
 */
export function consentDay(given: string | undefined): string {
  const day = given ?? new Date().toISOString().slice(0, 10);
  const time = new Date(`${day}T00:00:00Z`);
  if (/^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(day)) {
    return day;
  }
  throw new ConfigError('--on', `not a day (${day})`, 'as in --on 2026-11-24');
}
