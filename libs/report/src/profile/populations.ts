import type { EvidenceRow } from '@raredx/tables';
import { baseMetric } from '../metric-facts.ts';
import type { GroupCounts } from './small-cell.ts';
import type { Breakdown } from './withheld-groups.ts';

/** Measures over all patients of a group that tell no count beyond those printed beside them. */
const plain = new Set([
  'auroc',
  'auroc_plain',
  'auprc',
  'brier',
  'brier_scaled',
  'log_loss',
  'calibration_in_the_large',
  'calibration_intercept',
  'calibration_slope',
  'oe_ratio',
  'ici',
  'e50',
  'e90',
  'eci',
  'spiegelhalter_z',
  'instability_mape',
  'top_1',
  'mrr',
  'ece_top_1',
  'confidence_top_1',
]);
/** Measures at a threshold: each tells how many patients lie on either side. */
export const atThreshold = new Set([
  'sensitivity',
  'specificity',
  'ppv',
  'npv',
  'lr_positive',
  'lr_negative',
  'net_benefit',
  'standardised_net_benefit',
]);

export const isPlain = (row: EvidenceRow) => row.threshold === null && plain.has(baseMetric(row.metric));

export const placeOf = ({ label, partition }: EvidenceRow) => JSON.stringify([label, partition]);

type Counted = Pick<EvidenceRow, 'patients' | 'samples' | 'events'>;

/** Whether patients have several samples: rates are then of samples, and the events that a row counts are not. */
export const isClustered = ({ patients, samples }: Pick<Counted, 'patients' | 'samples'>) =>
  samples !== patients;

export const countsOf = ({ patients, samples, events }: Counted): GroupCounts => ({
  patients,
  events,
  nonEvents: patients - events,
  otherSamples: samples - events,
});

/** With what is left of the place where its groups overlap: there one group alone, taken from the total, tells it. */
export function withOutside(groups: ReadonlyMap<string, GroupCounts>, total: number): Breakdown {
  const sum = [...groups.values()].reduce((all, { patients }) => all + patients, 0);
  if (sum <= total) return groups;
  return new Map(
    [...groups].map(([name, counts]) => [name, { ...counts, outside: Math.max(0, total - counts.patients) }]),
  );
}

/** Groups by place: a row that names a group, and its counts. */
export function breakdownsOf(
  rows: readonly EvidenceRow[],
  groupOf: (row: EvidenceRow) => string | null,
): readonly Breakdown[] {
  const places = new Map<string, Map<string, GroupCounts>>();
  const totals = new Map<string, number>();
  for (const row of rows) {
    if (row.metric.includes(':') || !(isPlain(row) || atThreshold.has(row.metric))) continue;
    if (row.site === null && row.attribute === null) totals.set(placeOf(row), row.patients);
    const group = groupOf(row);
    if (group === null) continue;
    const place = places.get(placeOf(row)) ?? new Map<string, GroupCounts>();
    if (!place.has(group)) place.set(group, countsOf(row));
    places.set(placeOf(row), place);
  }
  return [...places].map(([name, groups]) => withOutside(groups, totals.get(name) ?? Infinity));
}

/** Attributes that divide patients; `model` divides models. */
export function attributesOf(rows: readonly EvidenceRow[]): readonly string[] {
  return [...new Set(rows.map((row) => row.attribute))].filter(
    (attribute): attribute is string => attribute !== null && attribute !== 'model',
  );
}
