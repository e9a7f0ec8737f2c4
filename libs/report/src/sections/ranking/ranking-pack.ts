import type { EvidenceRow } from '@raredx/tables';
import type { Cohort } from '../../evidence-index.ts';
import type { Pack } from '../../pack.ts';

/** Later publications that the knowledge has not read: what a pack over rankings leads with. */
export const headline: Cohort = { label: 'diagnosis', partition: 'external', site: null };

/** True where the evidence is about ranked candidates, not about risks. */
export const isRankingPack = ({ input }: Pick<Pack, 'input'>): boolean => input.judged === 'rankings';

export const rankMetrics = ['top_1', 'top_3', 'top_10', 'mrr'] as const;

export const stressed = (pack: Pack): readonly string[] =>
  pack.input.models.filter(({ kind }) => kind === 'stress test').map(({ name }) => name);

/** The row of a model about the headline cohort. */
export const headlineRow = (pack: Pack, model: string, metric: string): EvidenceRow | null =>
  pack.evidence.find({ metric, model, cohort: headline });

/** What a row says of the number of candidates, as it says it: `8,352 candidates`. */
export const candidatesOf = (row: EvidenceRow | null): string =>
  /[\d,]+ candidates/.exec(row?.note ?? '')?.[0] ?? 'candidates';

export interface Comparison {
  readonly row: EvidenceRow;
  readonly model: string;
  readonly other: string;
}

const named = /^(.+) minus (.+), on the same cases/;

/** Paired differences of one label, in the order of the evidence. */
export function comparisons({ evidence }: Pack, holds: (row: EvidenceRow) => boolean): readonly Comparison[] {
  return evidence.rows.filter(holds).flatMap((row) => {
    const [, model, other] = named.exec(row.note ?? '') ?? [];
    return row.metric.startsWith('difference:') && model && other ? [{ row, model, other }] : [];
  });
}
