import { referencesOf } from '../bibliography.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { section } from '../table.ts';

export function referencesSection(pack: Pack): Html {
  const dataset = pack.input.dataset?.citation ?? null;
  return section(
    'references',
    'References',
    html`<p>Of the methods used in this pack:</p><ul class="references">${referencesOf(pack).map(({ method, text }) => html`<li><strong>${method}.</strong> ${text}</li>`)}${dataset !== null && html`<li><strong>Data.</strong> ${dataset}</li>`}</ul>`,
  );
}
