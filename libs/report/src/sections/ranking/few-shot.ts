import type { Cohort } from '../../evidence-index.ts';
import { type Html, html } from '../../html.ts';
import type { Pack } from '../../pack.ts';
import { statementTable } from '../../statement-table.ts';
import { section } from '../../table.ts';
import { candidatesOf, rankMetrics } from './ranking-pack.ts';
import { rankTable } from './results.ts';

/** What a few patients of each disease add: by number of shots, in closed and open sets, and to whom. */
export function fewShotSection(pack: Pack): Html | null {
  const conditions = pack.evidence.cohorts.filter(({ partition }) => partition === 'test');
  const order = (label: string) => Number(/(\d+) shots?$/.exec(label)?.[1] ?? Number.POSITIVE_INFINITY);
  const blocks = ['closed set', 'open set'].flatMap((set) => {
    const own = conditions
      .filter(({ label }) => label.startsWith(`diagnosis, ${set}, `))
      .sort((a, b) => order(a.label) - order(b.label));
    return own.length === 0
      ? []
      : [
          html`<h3>${set === 'closed set' ? 'Closed set' : 'Open set'}</h3><p>${leads[set as keyof typeof leads]}</p>${own.map((cohort) => tableOf(pack, cohort))}`,
        ];
  });
  if (blocks.length === 0) return null;
  const half = pack.evidence.rows.filter(
    ({ attribute, label, metric }) =>
      attribute === 'shots' && label.includes('half') && !metric.endsWith('mrr'),
  );
  return section(
    'few-shot',
    'Few shots',
    html`<p>The newest publication of each disease that has several is judged; patients of the others are the shots. The knowledge has read none of the judged publications.</p>${blocks}${half.length > 0 && html`<h3>With and without shots</h3><p>Shots were shown for half of the diseases, drawn at random: what these gain must not be taken from the others.</p>${statementTable(pack, half, 'Cases of diseases with and without shots')}`}`,
  );
}

const leads = {
  'closed set': 'Only diseases that have shots are candidates.',
  'open set': 'Every disease is a candidate, with or without shots.',
} as const;

function tableOf(pack: Pack, cohort: Cohort): Html | null {
  const { models, find } = pack.evidence;
  const row =
    models.map((model) => find({ metric: 'top_1', model, cohort })).find((one) => one !== null) ?? null;
  const condition = cohort.label.replace(/^diagnosis, /, '');
  return rankTable(pack, {
    ...{ cohort, models, metrics: [...rankMetrics, 'top_1_macro', 'top_10_macro'] },
    caption: `${condition}: ${candidatesOf(row)}`,
  });
}
