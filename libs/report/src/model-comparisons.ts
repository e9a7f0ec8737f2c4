import type { EvidenceRow } from '@raredx/tables';
import type { Cohort } from './evidence-index.ts';
import type { Pack } from './pack.ts';

/** A paired difference between two models on one cohort. */
export interface ModelComparison {
  readonly row: EvidenceRow;
  readonly other: string;
}

/**
 * The other model of a `difference:` row: its level is the model itself, or names both (`a − b`, `a - b`, `a vs b`).
 * Null where the row contrasts subgroups.
 */
export function otherModel(row: EvidenceRow, models: readonly string[]): string | null {
  if (!row.metric.startsWith('difference:') || row.level === null) return null;
  if (row.attribute !== null && row.attribute !== 'model') return null;
  const last = row.level
    .split(/ (?:−|-|–|vs\.?|versus|minus) /)
    .at(-1)!
    .trim();
  return models.includes(last) && last !== row.model ? last : null;
}

const sameCohort = (row: EvidenceRow, cohort: Cohort) =>
  row.label === cohort.label && row.partition === cohort.partition && row.site === cohort.site;

/** Differences of a cohort, in the order of the models, then of the evidence. */
export function comparisonsOf({ evidence }: Pack, cohort: Cohort): readonly ModelComparison[] {
  return evidence.rows
    .filter((row) => sameCohort(row, cohort))
    .flatMap((row) => {
      const other = otherModel(row, evidence.models);
      return other === null ? [] : [{ row, other }];
    })
    .sort((a, b) => evidence.models.indexOf(a.row.model) - evidence.models.indexOf(b.row.model));
}

/** The comparison to lead with: primary against baseline in AUROC (else in whatever there is), on the last cohort that has it. */
export function leadComparison(pack: Pack): ModelComparison | null {
  const { primary, baseline } = pack.input;
  const whole = pack.evidence.cohorts.filter((cohort) => cohort.site === null);
  for (const cohort of [...whole].reverse()) {
    const found = comparisonsOf(pack, cohort).filter(
      ({ row, other }) => row.model === primary && other === baseline,
    );
    const first = found.find(({ row }) => row.metric === 'difference:auroc') ?? found[0];
    if (first) return first;
  }
  return null;
}
