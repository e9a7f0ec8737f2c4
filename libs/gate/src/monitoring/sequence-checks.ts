import { type Random, studentQuantile } from '@raredx/stats';
import { calibrationEvidence, type OutcomeSequence } from './calibration-evidence.ts';
import { firstAbove } from './change-evidence.ts';
import { cusumLimit } from './cusum-limit.ts';
import { cusumLimitOfRunLength } from './cusum-run-length.ts';
import { detectableOddsRatio, largeChange, patientsToSee } from './detectable-change.ts';
import { inWords } from './in-words.ts';
import { lossEvidence } from './loss-evidence.ts';
import { meanLogit } from './mean-logit.ts';
import { type MonitoringCheck, monitoringCheck, thinnedPath } from './monitoring-check.ts';
import { changeBefore, riskAdjustedCusum } from './risk-adjusted-cusum.ts';

/** How often a check may alarm where nothing has changed. */
export type FalseAlarms =
  | { readonly mode: 'alarm-rate'; readonly alarmRate: number }
  | { readonly mode: 'run-length'; readonly runLength: number };

export interface SequenceOptions {
  readonly falseAlarms: FalseAlarms;
  readonly confidence: number;
  readonly random: Random;
  readonly simulations: number;
}

const oddsRatios = [2, 0.5] as const;
/** Log loss is bounded by moving risks to 1 % from 0 and 1. */
const nearest = 0.01;

/** One patient after another, with outcomes: CUSUM of the odds, calibration and losses. */
export function sequenceChecks(
  reference: OutcomeSequence,
  fresh: OutcomeSequence,
  options: SequenceOptions,
): readonly MonitoringCheck[] {
  return [
    cusumCheck(reference, fresh, options),
    calibrationCheck(reference, fresh, options),
    lossCheck('brier', [reference, fresh], options),
    lossCheck('log_loss', [reference, fresh], options),
  ];
}

function eventsOf({ y }: OutcomeSequence): number {
  return y.reduce((sum, one) => sum + one, 0);
}

/** The rate by which a run length is compared with other checks' sizes. */
function rateOf(falseAlarms: FalseAlarms): number {
  return falseAlarms.mode === 'alarm-rate' ? falseAlarms.alarmRate : 0.05;
}

export function falseAlarmsInWords(falseAlarms: FalseAlarms): string {
  return falseAlarms.mode === 'alarm-rate'
    ? `chance of ${inWords(falseAlarms.alarmRate)} of ever alarming`
    : `one in ${falseAlarms.runLength} patients on average, or fewer`;
}

type Seen = Pick<MonitoringCheck, 'alarmAt'> & { readonly said: string };

/** Too few patients to have seen the odds tripled is not quiet. */
function settled(fresh: OutcomeSequence, { falseAlarms }: SequenceOptions, { alarmAt, said }: Seen) {
  if (alarmAt !== null) return { verdict: 'alert', why: `${said}, first after ${alarmAt} patients` } as const;
  const rate = rateOf(falseAlarms);
  const smallest = detectableOddsRatio(fresh.p, rate);
  if (smallest <= largeChange.oddsRatio) return { verdict: 'quiet', why: said } as const;
  const information = fresh.p.reduce((sum, risk) => sum + risk * (1 - risk), 0) / fresh.p.length;
  const needed =
    information > 0
      ? `about ${patientsToSee(largeChange.oddsRatio, { information, alarmRate: rate })} patients would`
      : 'risks of 0 and 1 never will';
  return {
    verdict: 'insufficient',
    why: `${said}; so few would hide the odds tripled (${needed} show it)`,
  } as const;
}

function cusumCheck(
  reference: OutcomeSequence,
  fresh: OutcomeSequence,
  options: SequenceOptions,
): MonitoringCheck {
  const { falseAlarms, simulations } = options;
  const charts = oddsRatios.map((ratio) => riskAdjustedCusum(fresh, ratio));
  const limits = cusumLimits(reference, fresh, options);
  const firsts = charts.map(({ path }, k) => path.findIndex((height) => height > (limits[k] ?? Infinity)));
  const alarms = firsts.filter((place) => place >= 0);
  const alarm = alarms.length > 0 ? Math.min(...alarms) : null;
  const which = alarm === null ? null : firsts.indexOf(alarm);
  const tops = charts.map(({ path }) => path.reduce((most, height) => Math.max(most, height), 0));
  const highest = Math.max(...tops);
  const limit = limits[which ?? tops.indexOf(highest)] ?? null;
  const direction =
    which === null
      ? ''
      : which === 0
        ? 'more events than the risks say, '
        : 'fewer events than the risks say, ';
  const said = `${direction}highest ${inWords(highest)} against the limit ${limit === null ? 'none' : inWords(limit)}`;
  return monitoringCheck({
    id: 'cusum',
    family: 'cusum',
    title: 'Risk-adjusted CUSUM, odds doubled or halved',
    ...settled(fresh, options, { alarmAt: alarm === null ? null : alarm + 1, said }),
    method:
      falseAlarms.mode === 'alarm-rate'
        ? `Steiner 2000; limit from ${simulations} simulated outcomes of these patients`
        : 'Steiner 2000; limit from the Markov chain of Brook and Evans over the risks of the reference',
    estimate: highest,
    limit,
    falseAlarms: falseAlarmsInWords(falseAlarms),
    alarmAt: alarm === null ? null : alarm + 1,
    changeAfter: alarm === null || which === null ? null : changeBefore(charts[which]!.path, alarm),
    patients: fresh.y.length,
    events: eventsOf(fresh),
    paths: charts.map(({ oddsRatio, path }) =>
      thinnedPath(oddsRatio > 1 ? 'odds doubled' : 'odds halved', path),
    ),
  });
}

function cusumLimits(
  reference: OutcomeSequence,
  fresh: OutcomeSequence,
  { falseAlarms, random, simulations }: SequenceOptions,
): readonly (number | null)[] {
  // Two charts of twice the run length each alarm half as often.
  if (falseAlarms.mode === 'run-length') {
    const runLength = 2 * falseAlarms.runLength;
    return oddsRatios.map((oddsRatio) => cusumLimitOfRunLength(reference.p, { oddsRatio, runLength }));
  }
  const { alarmRate } = falseAlarms;
  const stream = random.fork('cusum');
  const limit = cusumLimit(fresh.p, { oddsRatios, simulations, alarmRate, random: stream });
  return oddsRatios.map(() => limit);
}

function calibrationCheck(
  reference: OutcomeSequence,
  fresh: OutcomeSequence,
  options: SequenceOptions,
): MonitoringCheck {
  const mode = options.falseAlarms.mode;
  const path = calibrationEvidence(fresh, { centre: meanLogit(reference.p), mode });
  return evidenceCheck('calibration', path, {
    fresh,
    options,
    title: 'Calibration, e-process',
    method: 'bets on ten miscalibrations, a change at any time; anytime-valid',
  });
}

function lossCheck(
  which: 'brier' | 'log_loss',
  [reference, fresh]: readonly [OutcomeSequence, OutcomeSequence],
  options: SequenceOptions,
): MonitoringCheck {
  const isBrier = which === 'brier';
  const title = isBrier ? 'Brier score, e-process by betting' : 'Log loss, e-process by betting';
  const then = isBrier ? squares(reference) : logLosses(reference);
  const most = isBrier ? 1 : -Math.log(nearest);
  const tolerated = upperMean(then, options.confidence);
  if (tolerated === null || !(tolerated > 0 && tolerated < most)) {
    return monitoringCheck({
      ...{ id: which, family: which, title, verdict: 'not_estimable', method: 'not made' },
      why: `the reference has too few outcomes (${reference.y.length}) for a tolerated loss`,
      patients: fresh.y.length,
    });
  }
  const now = isBrier ? squares(fresh) : logLosses(fresh);
  const path = lossEvidence(now, { tolerated, most, mode: options.falseAlarms.mode });
  const mean = now.reduce((sum, one) => sum + one, 0) / now.length;
  return evidenceCheck(which, path, {
    ...{ fresh, options, title },
    note: `mean ${inWords(mean)}, tolerated ${inWords(tolerated)} (upper limit at the reference); `,
    method: `bets that the mean loss is above the reference's upper limit, which harder patients alone can do; anytime-valid${isBrier ? '' : ', risks moved to 0.01 from 0 and 1'}`,
  });
}

interface EvidenceParts {
  readonly fresh: OutcomeSequence;
  readonly options: SequenceOptions;
  readonly title: string;
  readonly method: string;
  readonly note?: string;
}

function evidenceCheck(
  id: string,
  path: Float64Array,
  { fresh, options, title, method, note = '' }: EvidenceParts,
): MonitoringCheck {
  const limit = evidenceLimit(options.falseAlarms);
  const alarm = firstAbove(path, limit);
  const highest = path.reduce((most, value) => Math.max(most, value), 0);
  const said = `${note}evidence up to ${inWords(highest)} against the limit ${inWords(limit)}`;
  const alarmAt = alarm === null ? null : alarm + 1;
  return monitoringCheck({
    ...{ id, family: id, title, method, limit, alarmAt },
    ...settled(fresh, options, { alarmAt, said }),
    estimate: highest,
    falseAlarms: falseAlarmsInWords(options.falseAlarms),
    patients: fresh.y.length,
    events: eventsOf(fresh),
    paths: [thinnedPath('evidence', path)],
  });
}

/** 1 / α by Ville's inequality; the run length itself for an e-detector. */
export function evidenceLimit(falseAlarms: FalseAlarms): number {
  return falseAlarms.mode === 'alarm-rate' ? 1 / falseAlarms.alarmRate : falseAlarms.runLength;
}

function squares({ y, p }: OutcomeSequence): Float64Array {
  return p.map((risk, i) => (risk - y[i]!) ** 2);
}

function logLosses({ y, p }: OutcomeSequence): Float64Array {
  return p.map((risk, i) => {
    const inside = Math.min(1 - nearest, Math.max(nearest, risk));
    return -Math.log(y[i] === 1 ? inside : 1 - inside);
  });
}

function upperMean(losses: Float64Array, confidence: number): number | null {
  const n = losses.length;
  if (n < 10) return null;
  const mean = losses.reduce((sum, one) => sum + one, 0) / n;
  const variance = losses.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (n - 1);
  return mean + studentQuantile((1 + confidence) / 2, n - 1) * Math.sqrt(variance / n);
}
