import type { EvidenceRow } from '@raredx/tables';
import type { Cohort } from './evidence-index.ts';
import type { Pack } from './pack.ts';

/** A paired difference between two models on one cohort: model minus other. */
export interface ModelComparison {
  readonly row: EvidenceRow;
  readonly model: string;
  readonly other: string;
}

const between = / (?:−|-|–|vs\.?|versus|minus) /;

/**
 * The two models of a `difference:` row; null where the row contrasts subgroups or names one model only. Both are named
 * in `model` (`a - b`), or the second in `level`, in the note (`a minus b, …`), or it is the baseline.
 */
export function comparedModels(
  row: EvidenceRow,
  models: readonly string[],
  baseline: string | null,
): Pick<ModelComparison, 'model' | 'other'> | null {
  if (!row.metric.startsWith('difference:')) return null;
  if (row.attribute !== null && row.attribute !== 'model') return null;
  for (const named of [row.model, row.level, row.note?.split(/[,;]/)[0]]) {
    const other = named?.split(between).at(-1)?.trim();
    const model = models.includes(row.model) ? row.model : row.model.split(between)[0]!.trim();
    if (other !== undefined && other !== model && models.includes(other)) return { model, other };
  }
  return baseline !== null && row.model !== baseline && row.level === null
    ? { model: row.model, other: baseline }
    : null;
}

const sameCohort = (row: EvidenceRow, cohort: Cohort) =>
  row.label === cohort.label && row.partition === cohort.partition && row.site === cohort.site;

/** Differences of a cohort, in the order of the models, then of the evidence. */
export function comparisonsOf({ evidence, input }: Pack, cohort: Cohort): readonly ModelComparison[] {
  return evidence.rows
    .filter((row) => sameCohort(row, cohort))
    .flatMap((row) => {
      const compared = comparedModels(row, evidence.models, input.baseline);
      return compared === null ? [] : [{ row, ...compared }];
    })
    .sort((a, b) => evidence.models.indexOf(a.model) - evidence.models.indexOf(b.model));
}

/**
 * What to lead with, on the last whole cohort that has it: primary against baseline; where the primary is the baseline,
 * the models that might replace it. In AUROC, else in whatever there is.
 */
export function leadComparisons(pack: Pack): readonly ModelComparison[] {
  const { primary, baseline, models } = pack.input;
  const rivals = models
    .filter((model) => model.deployable && model.name !== baseline)
    .map((model) => model.name);
  const wanted = primary !== null && primary !== baseline ? [primary] : rivals;
  const whole = pack.evidence.cohorts.filter((cohort) => cohort.site === null);
  for (const cohort of [...whole].reverse()) {
    const found = comparisonsOf(pack, cohort).filter(
      ({ model, other }) => wanted.includes(model) && other === baseline,
    );
    const metric = found.some(({ row }) => row.metric === 'difference:auroc')
      ? 'difference:auroc'
      : found[0]?.row.metric;
    const told = found.filter(({ row }) => row.metric === metric && row.threshold === null);
    if (told.length > 0) return told;
  }
  return [];
}
