import { isCurve } from '../evidence-index.ts';
import { type Html, html } from '../html.ts';
import { baseMetric, metricFacts } from '../metric-facts.ts';
import type { Pack } from '../pack.ts';
import { section } from '../table.ts';

/** A line for each measure that occurs, in the order of the evidence. */
export function glossarySection({ evidence }: Pack): Html {
  const metrics = [
    ...new Set(evidence.rows.filter((row) => !isCurve(row)).map((row) => baseMetric(row.metric))),
  ].filter((metric) => metricFacts(metric).plain !== '');
  const measures = metrics.map((metric) => {
    const { heading, plain } = metricFacts(metric);
    return html`<div><dt>${heading.replace(', %', '')}</dt><dd>${plain}</dd></div>`;
  });
  const words = html`<div><dt>Interval</dt><dd>Range of values the data are compatible with; the footnote of each table says how it was made and at what confidence.</dd></div><div><dt>Internal, out-of-fold</dt><dd>Each patient was judged by a model fitted without that patient.</dd></div><div><dt>External</dt><dd>Patients of a site or study that took no part in development.</dd></div><div><dt>Event</dt><dd>A patient, or sample, with the outcome.</dd></div>`;
  return section('glossary', 'Words and measures', html`<dl class="glossary">${measures}${words}</dl>`);
}
