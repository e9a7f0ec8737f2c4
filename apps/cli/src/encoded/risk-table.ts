import { csvLine } from '../new-patients/csv-line.ts';
import type { PredictedSamples } from './models/sample-model.ts';
import type { Samples } from './samples.ts';

/**
 * Risks as CSV: sample, patient, site, the likeliest class, and a column a class. Text that a spreadsheet would run as a
 * formula gets a leading quote.
 */
export function riskTable(
  samples: Samples,
  { rows, risks }: PredictedSamples,
  classes: readonly string[],
): string {
  const k = classes.length;
  const head = ['sample_id', 'patient_id', 'site', 'predicted', ...classes.map((name) => `p_${name}`)];
  const lines = Array.from(rows, (row, at) => {
    const own = risks.subarray(at * k, at * k + k);
    const likeliest = classes[own.indexOf(Math.max(...own))] as string;
    const keys = [samples.sampleId[row], samples.patientId[row], samples.site[row], likeliest] as string[];
    return csvLine([...keys, ...Array.from(own, String)]);
  });
  return `${[csvLine(head), ...lines].join('\n')}\n`;
}
