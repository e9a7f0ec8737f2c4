import type { EvidenceRow, Predictions } from '@raredx/tables';
import { evaluateUnit, indexPredictions, planUnits, resolvePlan } from '@raredx/validation';

/** The few metrics that say how a classifier did. */
const shown: readonly string[] = [
  'balanced_accuracy',
  'accuracy',
  'auroc_one_vs_rest',
  'log_loss_multiclass',
  'auroc',
  'log_loss',
  'calibration_slope',
];

export type PartSummary = Pick<
  EvidenceRow,
  | 'model'
  | 'partition'
  | 'site'
  | 'metric'
  | 'estimate'
  | 'lower'
  | 'upper'
  | 'patients'
  | 'samples'
  | 'undefinedBecause'
>;

/**
 * How each model did on each partition and site, with intervals over patients; the same numbers as the evidence of the
 * same seed and resamples would give.
 */
export function summarise(
  predictions: Predictions,
  { seed, bootstrap = 500 }: { readonly seed: number; readonly bootstrap?: number },
): readonly PartSummary[] {
  const index = indexPredictions(predictions);
  const plan = resolvePlan({ seed, bootstrap, confidence: 0.95, thresholds: [0.5] });
  const labels = new Set(index.groups.map((group) => group.label)).size;
  const kind = labels > 1 ? 'classes' : 'cohort';
  return planUnits(index, plan)
    .filter((unit) => unit.kind === kind)
    .flatMap((unit) => evaluateUnit(index, unit, plan))
    .filter((row) => shown.includes(row.metric) && row.threshold === null)
    .map((row) => ({
      model: row.model,
      partition: row.partition,
      site: row.site,
      metric: row.metric,
      estimate: row.estimate,
      lower: row.lower,
      upper: row.upper,
      patients: row.patients,
      samples: row.samples,
      undefinedBecause: row.undefinedBecause,
    }));
}

/**
 * One line a model and part: `plain, internal: balanced accuracy 0.71 (0.68 to 0.74), …`.
 *
 * @param bySite the model that is also told site by site; default: each
 */
export function summaryLines(parts: readonly PartSummary[], bySite?: string): string[] {
  const groups = new Map<string, PartSummary[]>();
  for (const part of parts) {
    if (part.site !== null && bySite !== undefined && part.model !== bySite) continue;
    const key = `${part.model}, ${part.partition}${part.site === null ? '' : ` ${part.site}`}`;
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  return [...groups].map(([key, own]) => `${key}: ${own.slice(0, 3).map(said).join(', ')}`);
}

function said({ metric, estimate, lower, upper, undefinedBecause }: PartSummary): string {
  const name = metric.replaceAll('_', ' ');
  if (estimate === null) return `${name} undefined (${undefinedBecause})`;
  const limits = lower === null || upper === null ? '' : ` (${lower.toFixed(3)} to ${upper.toFixed(3)})`;
  return `${name} ${estimate.toFixed(3)}${limits}`;
}
