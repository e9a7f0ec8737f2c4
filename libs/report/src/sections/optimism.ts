import type { EvidenceRow } from '@raredx/tables';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { statementTable } from '../statement-table.ts';
import { disclosure, section } from '../table.ts';

export const isOptimism = ({ metric }: EvidenceRow) => /^(apparent|optimism\w*|no_information):/.test(metric);
export const isInstability = ({ metric }: EvidenceRow) =>
  metric === 'instability_mape' || metric === 'classification_instability';
const isQuantile = ({ metric }: EvidenceRow) => metric === 'instability_mape_quantile';

/** Leading models in full view, others behind a disclosure. */
function leadsFirst(pack: Pack, rows: readonly EvidenceRow[], caption: string): Html {
  const leads = rows.filter((row) => pack.leads.includes(row.model));
  const others = rows.filter((row) => !pack.leads.includes(row.model));
  const first = leads.length > 0 && statementTable(pack, leads, caption);
  return html`${first}${others.length > 0 && disclosure(`${caption}: other models`, statementTable(pack, others, caption))}`;
}

/** How much better the model looks on its own patients than on new ones, and how much it moves when made again. */
export function optimismSection(pack: Pack): Html | null {
  const { rows } = pack.evidence;
  const optimism = rows.filter(isOptimism);
  const instability = rows.filter(isInstability);
  const quantiles = rows.filter(isQuantile);
  if (optimism.length + instability.length === 0) return null;
  const first =
    optimism.length > 0 &&
    html`<h3>Optimism</h3><p>A model looks better on the patients it was made from. The apparent value is never to be read alone: the corrected value is what new patients of the same kind would give.</p>${leadsFirst(pack, optimism, 'Apparent, optimism, corrected')}`;
  const second =
    instability.length > 0 &&
    html`<h3>Instability</h3><p>Made again from another sample of the same size, how far would a patient’s risk move, and how often would a decision turn?</p>${leadsFirst(pack, instability, 'Change of risk and of decision')}${quantiles.length > 0 && disclosure('Spread over patients', statementTable(pack, quantiles, 'Quantiles of the change of risk'))}`;
  return section('optimism', 'Optimism and instability', html`${first}${second}`);
}
