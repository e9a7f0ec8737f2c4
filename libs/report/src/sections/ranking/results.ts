import { evidenceColumn, measureHeading } from '../../evidence-column.ts';
import type { Cohort } from '../../evidence-index.ts';
import { countCell } from '../../evidence-number.ts';
import { footnotes } from '../../footnotes.ts';
import { type Html, html } from '../../html.ts';
import type { Pack } from '../../pack.ts';
import { dataTable, disclosure, section } from '../../table.ts';
import { headline, rankMetrics, stressed } from './ranking-pack.ts';

export interface RankTable {
  readonly cohort: Cohort;
  readonly models: readonly string[];
  readonly metrics: readonly string[];
  readonly caption: string;
}

/** Models down, measures across. */
export function rankTable(pack: Pack, { cohort, models, metrics, caption }: RankTable): Html | null {
  const rows = (metric: string) => models.map((model) => pack.evidence.find({ metric, model, cohort }));
  const shown = models.filter((_, at) => metrics.some((metric) => rows(metric)[at] !== null));
  if (shown.length === 0) return null;
  const notes = footnotes();
  const columns = metrics.flatMap((metric) => {
    const found = shown.map((model) => pack.evidence.find({ metric, model, cohort }));
    return found.every((row) => row === null)
      ? []
      : [{ found, ...evidenceColumn(measureHeading({ metric, threshold: null }), found, notes) }];
  });
  const { input } = pack;
  return dataTable({
    caption,
    className: 'results',
    head: ['Model', html`<th scope="col" class="number">Cases</th>`, ...columns.map(({ head }) => head)],
    rows: shown.map((model, at) => {
      const first = columns.map(({ found }) => found[at] ?? null).find((row) => row !== null) ?? null;
      const tag = model === input.primary ? 'primary' : model === input.baseline ? 'baseline' : null;
      return html`<tr><th scope="row"><bdi>${model}</bdi>${tag !== null && html` <span class="tag">${tag}</span>`}</th>${countCell(first, 'samples')}${columns.map(({ cells }) => cells[at]!)}</tr>`;
    }),
    foot: notes.list(),
  });
}

/** Where the truth stands: external cases, then development cases. */
export function rankingResultsSection(pack: Pack): Html {
  const aside = new Set(stressed(pack));
  const models = pack.evidence.models.filter((model) => !aside.has(model));
  const further = [...rankMetrics.flatMap((metric) => [`${metric}_capped`, `${metric}_macro`])];
  const external = (metrics: readonly string[], caption: string) =>
    rankTable(pack, { cohort: headline, models, metrics, caption });
  const internal: Cohort = { ...headline, partition: 'internal' };
  const weighted = external(further, 'External validation: publications capped, diseases counted once');
  const development = rankTable(pack, {
    ...{ cohort: internal, models, metrics: [...rankMetrics, 'ece_top_1'] },
    caption: 'Development cases; the settings were chosen on them, probabilities are out of fold',
  });
  return section(
    'results',
    'Results',
    html`${external([...rankMetrics, 'ece_top_1'], 'External validation: later publications, not read by the knowledge')}${weighted && disclosure('One publication or disease must not decide', weighted)}${development && disclosure('Development cases', development)}`,
  );
}
