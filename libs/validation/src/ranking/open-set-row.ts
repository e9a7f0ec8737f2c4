import { auroc } from '@raredx/metrics';
import type { EvidenceRow } from '@raredx/tables';
import { type ClusteredPlan, clusteredRow } from './clustered-row.ts';

export interface OpenSetCase {
  readonly patient: string;
  readonly site: string;
  /** "I do not know this disease", 0 to 1. */
  readonly score: number;
  /** No candidate stands for the diagnosis. */
  readonly unknown: boolean;
}

/** How well the score tells cases of unknown diseases from those of known ones. */
export function openSetRow(
  cases: readonly OpenSetCase[],
  { model, partition, ...plan }: ClusteredPlan & { readonly model: string; readonly partition: string },
): EvidenceRow {
  const y = Uint8Array.from(cases, ({ unknown }) => (unknown ? 1 : 0));
  const p = Float64Array.from(cases, ({ score }) => score);
  return clusteredRow(
    {
      ...{ metric: 'open_set_auroc', model, partition },
      sites: cases.map(({ site }) => site),
      patients: cases.map(({ patient }) => patient),
      weights: new Float64Array(cases.length).fill(1),
      measure: (w) => auroc({ y, p, w }),
      events: (row) => y[row] === 1,
      note: 'cases of undescribed diseases against those of described ones',
    },
    plan,
  );
}
