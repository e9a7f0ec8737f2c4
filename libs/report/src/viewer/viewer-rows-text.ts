import { cohortName } from '../cohort-name.ts';
import { formatCount } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { dataTable } from '../table.ts';
import type { LeftOut, PackedFrames } from './pack-frames.ts';

const reasons: Readonly<Record<LeftOut['because'], string>> = {
  size: 'for the size of the page',
  imputed: 'rest on imputations, which are pooled',
  'several predictions for a sample': 'several predictions for a sample in a repeat',
  'samples are not alike between models': 'samples are not alike between models',
};

/** Says which rows are inside the page, and which are not. */
export function rowsInside(pack: Pack, { frames, leftOut }: PackedFrames): Html {
  const name = (label: string, partition: string) =>
    cohortName({ label, partition, site: null }, pack.evidence);
  const number = (text: string) => html`<th scope="col" class="number">${text}</th>`;
  const inside = dataTable({
    caption:
      'Rows inside this page: outcome, risk, site and attributes, with a running number for the patient',
    source: 'predictions',
    head: ['Cohort', ...['Patients', 'Samples'].map(number), 'Models'],
    rows: frames.map(
      ({ label, partition, patients, samples, models }) =>
        html`<tr><th scope="row">${name(label, partition)}</th><td class="number">${formatCount(patients)}</td><td class="number">${formatCount(samples)}</td><td>${models.map((model, i) => html`${i > 0 && ', '}<bdi>${model.name}</bdi>${model.repeats.length > 1 && ` (${formatCount(model.repeats.length)} repeats)`}`)}</td></tr>`,
    ),
  });
  if (leftOut.length === 0) return inside;
  return html`${inside}<p class="soft">Not inside, but in the pack’s predictions file: ${leftOut.map(
    ({ model, label, partition, because }, i) =>
      html`${i > 0 && '; '}<bdi>${model}</bdi>, ${name(label, partition)} (${reasons[because]})`,
  )}.</p>`;
}
