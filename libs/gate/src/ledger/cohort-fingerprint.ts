import { type Predictions, sha256, textAt } from '@raredx/tables';
import type { LedgerCohort } from './ledger-entry.ts';

/**
 * What a look was a look at: the external samples with their outcomes, whatever the model and its risks. The same cohort
 * has the same fingerprint in the release after; names of patients do not leave it.
 *
 * @param name as the policy calls the cohort
 */
export function cohortFingerprint(predictions: Predictions, name: string | null): LedgerCohort {
  const samples = new Set<string>();
  const patients = new Set<string>();
  const events = new Set<string>();
  const { patientId, sampleId, site, label, partition, y } = predictions;
  for (let row = 0; row < predictions.rows; row++) {
    if (textAt(partition, row) !== 'external') continue;
    const key = [patientId, sampleId, site, label].map((column) => textAt(column, row));
    const sample = JSON.stringify([...key, y[row]]);
    samples.add(sample);
    patients.add(textAt(patientId, row));
    if (y[row] === 1) events.add(sample);
  }
  return {
    name,
    fingerprint: sha256([...samples].sort().join('\n')),
    patients: patients.size,
    events: events.size,
  };
}
