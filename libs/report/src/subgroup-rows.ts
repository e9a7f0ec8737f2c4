import type { EvidenceRow } from '@raredx/tables';
import type { Cohort } from './evidence-index.ts';
import type { Pack } from './pack.ts';

/** What is said about a model by subgroup on a cohort: levels, and gaps between levels. */
export function subgroupRows({ evidence }: Pack, cohort: Cohort, model: string): readonly EvidenceRow[] {
  return evidence.rows.filter(
    (row) =>
      row.model === model &&
      row.label === cohort.label &&
      row.partition === cohort.partition &&
      row.site === cohort.site &&
      row.attribute !== null &&
      row.attribute !== 'model',
  );
}
