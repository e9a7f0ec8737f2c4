import type { Dataset } from '@raredx/cohort';
import type { DatasetFacts } from '@raredx/report';

function periodText({ from, to, source }: NonNullable<Dataset['period']>): string {
  return `${from} to ${to}${source ? ` (${source})` : ''}`;
}

/** What the pack says of the data set: its declaration, no path and no patient. */
export function datasetFacts(dataset: Dataset): DatasetFacts {
  return {
    name: dataset.name,
    title: dataset.title,
    source: dataset.source,
    licence: dataset.licence,
    citation: dataset.citation ?? null,
    period: dataset.period ? periodText(dataset.period) : null,
    modality: 'table',
    columns: [...dataset.columns, ...(dataset.derived ?? [])].map((column) => ({
      name: 'as' in column && column.as ? column.as : column.name,
      title: column.title ?? column.name,
      type: 'type' in column ? column.type : column.kind,
      unit: ('unit' in column ? column.unit : null) ?? null,
      role: ('role' in column ? column.role : null) ?? null,
    })),
  };
}
