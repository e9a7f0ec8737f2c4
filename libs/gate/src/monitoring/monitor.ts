import type { Random } from '@raredx/stats';
import type { OutcomeSequence } from './calibration-evidence.ts';
import { firstAbove } from './change-evidence.ts';
import { detectableShift, largeChange } from './detectable-change.ts';
import { exchangeabilityMartingale } from './exchangeability-martingale.ts';
import { inWords } from './in-words.ts';
import { type LabelFreePerformance, labelFreePerformance } from './label-free-performance.ts';
import { type MonitoringCheck, monitoringCheck, thinnedPath } from './monitoring-check.ts';
import { populationChecks } from './population-checks.ts';
import {
  type ReferenceCalibration,
  recalibratedRisks,
  referenceCalibration,
} from './reference-calibration.ts';
import { evidenceLimit, type FalseAlarms, falseAlarmsInWords, sequenceChecks } from './sequence-checks.ts';
import { firstOfEachPatient, riskSample, type WatchedSample } from './watched-sample.ts';

export interface MonitorOptions {
  readonly random: Random;
  /** Chance of any false alarm in the whole report; its families have equal parts. */
  readonly alarmRate: number;
  /** Instead, for the sequential checks: patients between false alarms, on average, of each. */
  readonly runLength?: number;
  /** Families beside those here that share the rate, as inputs. */
  readonly otherFamilies?: number;
  readonly confidence: number;
  readonly permutations: number;
  readonly resamples: number;
  readonly simulations: number;
  /** Decision thresholds of the label-free estimate. */
  readonly thresholds: readonly number[];
}

export interface Monitoring {
  readonly checks: readonly MonitoringCheck[];
  readonly calibration: ReferenceCalibration | { undefinedBecause: string };
  readonly labelFree: LabelFreePerformance;
  /** Part of the rate that each family has. */
  readonly alarmRateOfFamily: number;
  /** Whether sequential checks compare with the stated risks, or with those recalibrated at the reference. */
  readonly baseline: 'stated' | 'recalibrated';
}

/** Each computes every measure anew. */
const mostLabelFreeResamples = 999;
const familiesWithOutcomes = ['cusum', 'calibration', 'brier', 'log_loss'];
const familiesWithout = ['population', 'exchangeability'];

/**
 * Watches a model in use: the new samples, in their order, against those it was validated on.
 *
 * @throws RangeError where either side is empty
 */
export function monitor(
  reference: readonly WatchedSample[],
  fresh: readonly WatchedSample[],
  options: MonitorOptions,
): Monitoring {
  if (reference.length === 0 || fresh.length === 0) throw new RangeError('monitor: a side has no samples');
  const labelled = sequenceOf(firstOfEachPatient(fresh, { labelled: true }));
  const known = sequenceOf(firstOfEachPatient(reference, { labelled: true }));
  const calibration = referenceCalibration(known, options.confidence);
  const families =
    familiesWithout.length +
    (labelled.y.length > 0 ? familiesWithOutcomes.length : 0) +
    (options.otherFamilies ?? 0);
  const part = options.alarmRate / families;
  const falseAlarms: FalseAlarms =
    options.runLength === undefined
      ? { mode: 'alarm-rate', alarmRate: part }
      : { mode: 'run-length', runLength: options.runLength };
  const recalibrate = 'slope' in calibration && !calibration.holds;
  const inControl = ({ y, p }: OutcomeSequence): OutcomeSequence =>
    recalibrate
      ? {
          y,
          p: recalibratedRisks(p, {
            intercept: calibration.intercept.estimate,
            slope: calibration.slope.estimate,
          }),
        }
      : { y, p };
  const shared = { ...options, alarmRate: part, falseAlarms };
  const checks = [
    ...populationChecks(reference, fresh, { ...shared, random: options.random.fork('population') }),
    exchangeabilityCheck(reference, fresh, { ...shared, random: options.random.fork('exchangeability') }),
    ...(labelled.y.length === 0
      ? familiesWithOutcomes.map(withoutOutcomes)
      : sequenceChecks(inControl(known), inControl(labelled), {
          ...shared,
          random: options.random.fork('sequence'),
        })),
  ];
  const labelFree = labelFreePerformance([reference, fresh], calibration, {
    ...{ checks, confidence: options.confidence, thresholds: options.thresholds },
    random: options.random.fork('label free'),
    resamples: Math.min(options.resamples, mostLabelFreeResamples),
  });
  return {
    checks,
    labelFree,
    calibration,
    alarmRateOfFamily: part,
    baseline: recalibrate ? 'recalibrated' : 'stated',
  };
}

function sequenceOf(samples: readonly WatchedSample[]): OutcomeSequence {
  return {
    y: Uint8Array.from(samples, ({ outcome }) => outcome as number),
    p: Float64Array.from(samples, ({ risk }) => risk),
  };
}

const withoutTitles: Readonly<Record<string, string>> = {
  cusum: 'Risk-adjusted CUSUM, odds doubled or halved',
  calibration: 'Calibration, e-process',
  brier: 'Brier score, e-process by betting',
  log_loss: 'Log loss, e-process by betting',
};

function withoutOutcomes(id: string): MonitoringCheck {
  return monitoringCheck({
    ...{ id, family: id, title: withoutTitles[id]!, verdict: 'not_estimable', method: 'not made' },
    why: 'no outcomes are known yet',
    patients: 0,
  });
}

function exchangeabilityCheck(
  reference: readonly WatchedSample[],
  fresh: readonly WatchedSample[],
  { falseAlarms, random }: { readonly falseAlarms: FalseAlarms; readonly random: Random },
): MonitoringCheck {
  const risks = (samples: readonly WatchedSample[]) =>
    riskSample(firstOfEachPatient(samples, { labelled: false })).values;
  const [then, now] = [risks(reference), risks(fresh)];
  const path = exchangeabilityMartingale(then, now, { random, mode: falseAlarms.mode });
  const limit = evidenceLimit(falseAlarms);
  const alarm = firstAbove(path, limit);
  const highest = path.reduce((most, value) => Math.max(most, value), 0);
  const rate = falseAlarms.mode === 'alarm-rate' ? falseAlarms.alarmRate : 0.05;
  const enough = detectableShift([then.length, now.length], rate) <= largeChange.standardisedShift;
  return monitoringCheck({
    id: 'exchangeability',
    family: 'exchangeability',
    title: 'Risks in their order, exchangeability martingale',
    verdict: alarm !== null ? 'alert' : enough ? 'quiet' : 'insufficient',
    why: `evidence up to ${inWords(highest)} against the limit ${inWords(limit)}${alarm === null ? '' : `, first after ${alarm + 1} patients`}`,
    method:
      'conformal p-values among the reference and all before, Simple Jumper; anytime-valid, needs no outcomes',
    estimate: highest,
    limit,
    falseAlarms: falseAlarmsInWords(falseAlarms),
    alarmAt: alarm === null ? null : alarm + 1,
    patients: now.length,
    paths: [thinnedPath('evidence', path)],
  });
}
