import {
  detectableAurocDrop,
  detectableOeRatio,
  detectableSensitivityDrop,
  type Estimate,
  observedLinearPredictor,
  type PlannedMeasure,
  plannedMeasures,
  type SubgroupAndRest,
  sizeForWidth,
} from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';
import { type Attained, type Bounded, bounded, growthForWidth } from './attained.ts';
import type { Population } from './population-of.ts';

export interface CheckSettings {
  readonly threshold: number | null;
  readonly widths: Readonly<Record<string, number>>;
  readonly power: number;
  readonly confidence: number;
}

export interface CheckedPopulation {
  readonly site: string | null;
  readonly attribute: string | null;
  readonly level: string | null;
  readonly patients: number;
  readonly samples: number;
  /** Patients with the event. */
  readonly events: number;
  readonly measures: readonly Attained[];
  /** Smallest differences from everybody else that would be seen; null for the whole cohort. */
  readonly detectable: {
    readonly auroc_drop: Estimate;
    readonly oe_ratio: Estimate;
    readonly sensitivity_drop: Estimate | null;
  } | null;
}

const whole = ['auroc', 'calibration_slope', 'oe_ratio'] as const;
const byThreshold = ['standardised_net_benefit', 'sensitivity', 'specificity'] as const;

/** What one population's evidence has reached against the widths asked for. */
export function checkPopulation(
  population: Population,
  cohort: Population,
  settings: CheckSettings,
): CheckedPopulation {
  const planned = plannedFor(population, cohort, settings);
  const row = (metric: string, threshold: number | null) =>
    population.rows.find((one) => one.metric === metric && one.threshold === threshold);
  const found = [
    ...whole.map((metric) => row(metric, null)),
    ...(settings.threshold === null ? [] : byThreshold.map((metric) => row(metric, settings.threshold))),
  ].filter((one) => one !== undefined);
  const { site, attribute, level, patients, samples, events } = population;
  return {
    site,
    attribute,
    level,
    patients,
    samples,
    events,
    measures: found.map((one) =>
      attained(
        one,
        planned.find(({ id }) => id === one.metric),
        settings.widths[one.metric] as number,
      ),
    ),
    detectable: population === cohort ? null : detectable(population, cohort, settings),
  };
}

/** Patients are counted, as they are what one can have more of; the formulas take each for one sample. */
function attained(row: EvidenceRow, planned: PlannedMeasure | undefined, targetWidth: number): Attained {
  const { metric, threshold, estimate, lower, upper, patients, events } = row;
  const expected = planned && patients > 0 ? planned.interval(patients) : undefined;
  const at = bounded(row);
  const width = at ? at.upper - at.lower : null;
  const reached = width !== null && width <= targetWidth;
  const byFormula = growthByFormula(planned, { patients, targetWidth });
  const isSingle = row.samples === patients;
  const growth = reached
    ? 1
    : at
      ? growthOf(at, { targetWidth, byFormula: isSingle ? byFormula : null })
      : byFormula;
  const expectedWidth = expected ? expected.upper - expected.lower : Number.NaN;
  return {
    metric,
    threshold,
    estimate,
    lower,
    upper,
    width,
    expectedWidth: Number.isFinite(expectedWidth) ? expectedWidth : null,
    targetWidth,
    reached,
    moreEvents: growth === null || events === 0 ? null : Math.ceil(events * (growth - 1) - 1e-9),
    morePatients: growth === null ? null : Math.ceil(patients * (growth - 1) - 1e-9),
    undefinedBecause: row.undefinedBecause ?? (at ? null : 'the evidence has no interval'),
  };
}

/** Wilson's interval narrows faster than 1/√n near 0 and 1; its formula knows, and is exact where patients are samples. */
function growthOf(
  row: Bounded,
  { targetWidth, byFormula }: { readonly targetWidth: number; readonly byFormula: number | null },
): number {
  const isProportion = row.metric === 'sensitivity' || row.metric === 'specificity';
  return isProportion && byFormula !== null && byFormula > 1 ? byFormula : growthForWidth(row, targetWidth);
}

/** Where the data give no interval, what the formula says about patients like these. */
function growthByFormula(
  planned: PlannedMeasure | undefined,
  { patients, targetWidth }: { readonly patients: number; readonly targetWidth: number },
): number | null {
  if (!planned || patients === 0) return null;
  const size = sizeForWidth(planned, targetWidth);
  return 'value' in size ? Math.max(1, size.value / patients) : null;
}

/** What the threshold was seen to do; where it was not, the formula derives it from the risks. */
function observedAt(threshold: number, population: Population) {
  const sensitivity = estimateOf(population, 'sensitivity', threshold);
  const specificity = estimateOf(population, 'specificity', threshold);
  return {
    threshold,
    ...(sensitivity === undefined ? {} : { sensitivity }),
    ...(specificity === undefined ? {} : { specificity }),
  };
}

/** The cohort's values stand in for those that a small subgroup cannot give. */
function plannedFor(
  population: Population,
  cohort: Population,
  { threshold, confidence }: CheckSettings,
): readonly PlannedMeasure[] {
  const prevalence = [population.rate, cohort.rate].find((value) => value > 0 && value < 1);
  const auroc = [estimateOf(population, 'auroc'), estimateOf(cohort, 'auroc')].find(
    (value) => value !== undefined && value >= 0.5 && value < 1,
  );
  const risks = [population.risks, cohort.risks].find(
    (some) => some.length > 0 && some.every((risk) => risk > 0 && risk < 1),
  );
  if (prevalence === undefined || auroc === undefined || risks === undefined) return [];
  return plannedMeasures({
    prevalence,
    auroc,
    linearPredictor: observedLinearPredictor(risks),
    confidence,
    ...(threshold === null ? {} : observedAt(threshold, population)),
  });
}

function detectable(
  group: Population,
  cohort: Population,
  { threshold, power, confidence }: CheckSettings,
): NonNullable<CheckedPopulation['detectable']> {
  const arms: SubgroupAndRest = {
    group: { events: group.events, nonEvents: group.patients - group.events },
    // A patient may be in several groups by several samples: then the rest is smaller yet, and never below none.
    rest: {
      events: Math.max(0, cohort.events - group.events),
      nonEvents: Math.max(0, cohort.patients - cohort.events - (group.patients - group.events)),
    },
  };
  const options = { power, confidence };
  const auroc = estimateOf(cohort, 'auroc');
  const sensitivity = threshold === null ? undefined : estimateOf(cohort, 'sensitivity', threshold);
  return {
    auroc_drop:
      auroc === undefined
        ? { undefinedBecause: 'the cohort has no AUROC' }
        : auroc <= 0.5
          ? { undefinedBecause: 'the cohort has no discrimination that could be lost' }
          : detectableAurocDrop(auroc, arms, options),
    oe_ratio: detectableOeRatio(arms, options),
    sensitivity_drop:
      sensitivity === undefined ? null : detectableSensitivityDrop(sensitivity, arms, options),
  };
}

function estimateOf(
  population: Population,
  metric: string,
  threshold: number | null = null,
): number | undefined {
  return (
    population.rows.find((row) => row.metric === metric && row.threshold === threshold)?.estimate ?? undefined
  );
}
