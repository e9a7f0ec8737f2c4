import { formatCount, formatTwoDecimals, notEstimable } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import type { LabelNoise } from '../pack-input.ts';
import { dataTable, section } from '../table.ts';

function kappaText({ kappa }: LabelNoise): string {
  if ('undefinedBecause' in kappa) return `${notEstimable}: ${kappa.undefinedBecause}`;
  const interval =
    kappa.lower == null || kappa.upper == null
      ? ''
      : ` (${formatTwoDecimals(kappa.lower)} to ${formatTwoDecimals(kappa.upper)})`;
  return formatTwoDecimals(kappa.value) + interval;
}

export function labelNoiseSection({ input }: Pack): Html | null {
  const noise = input.labelNoise;
  if (noise === null) return null;
  const number = (text: string) => html`<th scope="col" class="number"><bdi>${text}</bdi></th>`;
  const table = dataTable({
    caption: `${noise.title}: patients`,
    source: 'label-noise',
    head: [
      html`<th scope="col"><span class="unseen">Rows against columns</span></th>`,
      ...noise.columnLabels.map(number),
    ],
    rows: noise.rowLabels.map(
      (label, i) =>
        html`<tr><th scope="row"><bdi>${label}</bdi></th>${(noise.table[i] ?? []).map((count) => html`<td class="number">${formatCount(count)}</td>`)}</tr>`,
    ),
  });
  return section(
    'label-noise',
    'How sure the readings are',
    html`<h3>${noise.title}</h3><p data-source="label-noise">Agreement beyond chance, Cohen’s kappa: <strong class="number">${kappaText(noise)}</strong>.</p>${table}<p>${noise.note}</p>`,
  );
}
