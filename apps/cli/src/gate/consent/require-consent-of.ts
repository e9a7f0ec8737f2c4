import { join } from 'node:path';
import { type ConsentCheck, consentCheck, requireConsent } from '@raredx/gate';
import { readPredictions } from '@raredx/tables';
import { readFacts } from '../../pack/facts.ts';
import { consentDay, readConsent } from './read-consent.ts';
import { requirePatients } from './require-patients.ts';

interface Asked {
  readonly ledger: string;
  readonly use: string;
  readonly on?: string | undefined;
}

/**
 * Nothing is judged on patients who do not allow it.
 *
 * @param asked null where no ledger was given
 * @returns how they stand to it; null where nothing was asked
 * @throws ConsentError (exit 4) with counts
 */
export async function requireConsentOf(folder: string, asked: Asked | null): Promise<ConsentCheck | null> {
  if (!asked) return null;
  const check = await consentOf(folder, asked);
  requireConsent(folder, check);
  return check;
}

/**
 * How the patients of a folder's predictions stand to a use.
 *
 * @throws ConfigError where the predictions came without names of patients
 */
export async function consentOf(folder: string, { ledger, use, on }: Asked): Promise<ConsentCheck> {
  const consents = await readConsent(ledger);
  const { predictions: name, unchecked } = readFacts(folder);
  requirePatients(folder, unchecked);
  const { patientId } = await readPredictions(join(folder, name), name);
  return consentCheck(consents, patientId.levels, { use, on: consentDay(on) });
}
