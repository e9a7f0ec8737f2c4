import { type CheckVerdict, inWords } from '@raredx/gate';
import type { MonitoringReport } from './monitoring-report.ts';

export const verdictWords: Readonly<Record<CheckVerdict, string>> = {
  alert: 'Alert',
  quiet: 'Quiet',
  insufficient: 'Too few to say',
  not_estimable: 'Not estimable',
};

interface Rows {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The verdict in a sentence: what alerts, or what was too few, or that nothing was seen. */
export function verdictSentence({ verdict, checks }: MonitoringReport): string {
  const titles = (one: CheckVerdict) =>
    checks.filter((check) => check.verdict === one).map(({ title }) => title);
  if (verdict === 'alert') return `Something changed: ${titles('alert').join('; ')}.`;
  if (verdict === 'quiet') return 'No change was seen, and a large one would have been.';
  return `No change was seen, but there are too few patients to have seen a large one: ${titles('insufficient').join('; ')}.`;
}

export function estimateWords(estimate: number | null, lower: number | null, upper: number | null): string {
  if (estimate === null) return 'not estimable';
  if (lower === null && upper === null) return inWords(estimate);
  const limit = (value: number | null) => (value === null ? 'no limit' : inWords(value));
  return `${inWords(estimate)} (${limit(lower)} to ${limit(upper)})`;
}

export function checkRows({ checks }: MonitoringReport): Rows {
  return {
    head: ['Check', 'Verdict', 'Estimate (interval)', 'Adjusted p', 'Why', 'False alarms', 'How'],
    rows: checks.map((one) => [
      one.title,
      verdictWords[one.verdict],
      one.estimate === null ? '' : estimateWords(one.estimate, one.lower, one.upper),
      one.adjustedP === null ? '' : inWords(one.adjustedP),
      one.why,
      one.falseAlarms ?? '',
      one.method,
    ]),
  };
}

export function assumptionRows({ labelFree }: MonitoringReport): Rows {
  const words = { holds: 'Holds', broken: 'Broken', cannot_tell: 'Cannot be told', untested: 'Untested' };
  return {
    head: ['Assumption', 'Verdict', 'Why'],
    rows: labelFree.assumptions.map(({ says, verdict, why }) => [says, words[verdict], why]),
  };
}

export function labelFreeRows({ labelFree }: MonitoringReport): Rows {
  return {
    head: ['Measure', 'Threshold', 'Estimated (interval)', 'Observed at the reference'],
    rows: labelFree.estimates.map((one) => [
      one.metric,
      one.threshold === null ? '' : inWords(one.threshold),
      estimateWords(one.estimate, one.lower, one.upper),
      one.reference === null ? 'not estimable' : inWords(one.reference),
    ]),
  };
}

export function latencyRows({ latency }: MonitoringReport): Rows {
  return {
    head: ['Percentile', 'Latency (interval)'],
    rows: (latency ?? []).map(({ share, estimate, lower, upper }) => [
      `${inWords(100 * share)}th`,
      estimateWords(estimate, lower, upper),
    ]),
  };
}

export function settingRows(report: MonitoringReport): Rows {
  const { reference, populations } = report;
  const side = (one: MonitoringReport['populations']['new']) =>
    `${one.patients} patients, ${one.samples} samples, ${one.withOutcome} with outcome, ${one.events} events`;
  return {
    head: ['Setting', 'Value'],
    rows: [
      ['New predictions', `${report.predictions}: ${side(populations.new)}`],
      ['Reference', `${reference.folder}, ${reference.partition}: ${side(populations.reference)}`],
      ['Model', reference.model],
      ['Outcome', reference.label],
      ['Chance of any false alarm', inWords(report.falseAlarmRate)],
      ['Patients between false alarms', report.runLength === null ? 'not used' : String(report.runLength)],
      [
        'Risks compared with',
        report.baseline === 'stated'
          ? 'as stated'
          : 'recalibrated at the reference, whose calibration did not hold; the false-alarm rates leave out the error of that',
      ],
      ['Seed', String(report.seed)],
    ],
  };
}
