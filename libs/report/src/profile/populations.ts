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

export const countsOf = ({ patients, samples, events }: EvidenceRow): GroupCounts => ({
  patients,
  events,
  nonEvents: samples - events,
});

/** Groups by place: a row that names a group, and its counts. */
export function breakdownsOf(
  rows: readonly EvidenceRow[],
  groupOf: (row: EvidenceRow) => string | null,
): readonly Breakdown[] {
  const places = new Map<string, Map<string, GroupCounts>>();
  for (const row of rows) {
    const group = groupOf(row);
    if (group === null || row.metric.includes(':') || !(isPlain(row) || atThreshold.has(row.metric)))
      continue;
    const place = places.get(placeOf(row)) ?? new Map<string, GroupCounts>();
    if (!place.has(group)) place.set(group, countsOf(row));
    places.set(placeOf(row), place);
  }
  return [...places.values()];
}

/** Attributes that divide patients; `model` divides models. */
export function attributesOf(rows: readonly EvidenceRow[]): readonly string[] {
  return [...new Set(rows.map((row) => row.attribute))].filter(
    (attribute): attribute is string => attribute !== null && attribute !== 'model',
  );
}
