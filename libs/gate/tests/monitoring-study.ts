import { createRandom } from '@raredx/stats';
import type { OutcomeSequence } from '../src/monitoring/calibration-evidence.ts';
import { firstAbove } from '../src/monitoring/change-evidence.ts';
import { exchangeabilityMartingale } from '../src/monitoring/exchangeability-martingale.ts';
import { populationDrift } from '../src/monitoring/population-drift.ts';
import { evidenceLimit, type FalseAlarms, sequenceChecks } from '../src/monitoring/sequence-checks.ts';
import { type Drift, type DriftKind, simulatedStream } from './simulated-stream.ts';

const root = createRandom('simulated drifts');
export const rate = 0.05;
export const referencePatients = 500;
export const patientCounts = [100, 500, 1000, 5000] as const;
export const sequential = ['cusum', 'calibration', 'brier', 'log_loss', 'exchangeability'] as const;
export const whole = [
  'kolmogorov_smirnov',
  'wasserstein',
  'population_stability_index',
  'any of the three',
] as const;
/** Each stream of the run lengths ends here. */
export const longest = 5000;

const sizes: Readonly<Record<Exclude<DriftKind, 'none'>, readonly [number, number, number]>> = {
  scores: [0.2, 0.5, 0.8],
  prevalence: [1.35, 2, 3],
  intercept: [0.3, 0.7, 1.1],
  slope: [0.75, 0.5, 0.25],
};
const names = ['small', 'medium', 'large'] as const;
const none: Drift = { kind: 'none', size: 0, after: 0 };

/** How many streams a cell is made of. */
const streams = ({ kind }: Drift, patients: number): number =>
  kind === 'none' ? (patients >= 5000 ? 300 : 1000) : patients >= 5000 ? 60 : 200;

type Pair = readonly [OutcomeSequence, OutcomeSequence];
type First = Readonly<Record<string, number | null>>;

/** Place of the first alarm of each sequential check. */
function firsts([then, now]: Pair, falseAlarms: FalseAlarms, name: string): First {
  const random = root.fork('checks').fork(name);
  const checks = sequenceChecks(then, now, { falseAlarms, random, simulations: 199, confidence: 0.95 });
  const path = exchangeabilityMartingale(then.p, now.p, {
    random: random.fork('ties'),
    mode: falseAlarms.mode,
  });
  const place = firstAbove(path, evidenceLimit(falseAlarms));
  return {
    ...Object.fromEntries(checks.map(({ id, alarmAt }) => [id, alarmAt])),
    exchangeability: place === null ? null : place + 1,
  };
}

function tests([then, now]: Pair, name: string): Readonly<Record<string, boolean>> {
  const sample = ({ p }: OutcomeSequence) => ({
    values: p,
    patient: Uint32Array.from(p.keys()),
    patients: p.length,
  });
  const options = { random: root.fork('tests').fork(name), permutations: 79, resamples: 2, confidence: 0.95 };
  const found = populationDrift([sample(then), sample(now)], [], options);
  return {
    ...Object.fromEntries(found.map(({ statistic, pValue }) => [statistic, pValue <= rate])),
    'any of the three': found.some(({ adjustedP }) => adjustedP <= rate),
  };
}

function pairOf(name: string, drift: Drift, patients: number): Pair {
  const random = root.fork(name);
  return [
    simulatedStream(referencePatients, none, random.fork('reference')),
    simulatedStream(patients, drift, random.fork('new')),
  ];
}

export interface Cell {
  readonly drift: DriftKind;
  readonly size: string;
  readonly patients: number;
  readonly check: string;
  readonly simulations: number;
  /** Share that alarmed though nothing had changed yet. */
  readonly falseAlarms: number;
  /** Share that alarmed after the change, and not before. */
  readonly detected: number | null;
  /** Patients from the change to the alarm, of those detected. */
  readonly medianDelay: number | null;
}

function cell(drift: Drift, size: string, patients: number): readonly Cell[] {
  const simulations = streams(drift, patients);
  const alarms = sequential.map((): (number | null)[] => []);
  const rejected = whole.map(() => 0);
  for (let s = 0; s < simulations; s++) {
    const name = `${drift.kind} ${drift.size} ${patients} ${s}`;
    const pair = pairOf(name, drift, patients);
    const first = firsts(pair, { mode: 'alarm-rate', alarmRate: rate }, name);
    sequential.forEach((check, k) => {
      alarms[k].push(first[check]);
    });
    const found = tests(pair, name);
    whole.forEach((check, k) => {
      rejected[k] += found[check] ? 1 : 0;
    });
  }
  const base = { drift: drift.kind, size, patients, simulations };
  const changed = drift.kind !== 'none';
  return [
    ...sequential.map((check, k): Cell => ({ ...base, check, ...inTime(alarms[k], drift) })),
    ...whole.map((check, k): Cell => {
      const share = rejected[k] / simulations;
      return {
        ...base,
        check,
        falseAlarms: changed ? 0 : share,
        detected: changed ? share : null,
        medianDelay: null,
      };
    }),
  ];
}

function inTime(alarms: readonly (number | null)[], { kind, after }: Drift) {
  const changed = kind !== 'none';
  const early = alarms.filter((at) => at !== null && (!changed || at <= after)).length;
  const delays = alarms
    .flatMap((at) => (at !== null && at > after ? [at - after] : []))
    .sort((a, b) => a - b);
  return {
    falseAlarms: early / alarms.length,
    detected: changed ? delays.length / alarms.length : null,
    medianDelay: changed && delays.length > 0 ? delays[Math.floor(delays.length / 2)] : null,
  };
}

/** All cells at a number of new patients: without a drift, and with each, that begins after a quarter. */
export function cellsAt(patients: number): readonly Cell[] {
  const drifts = Object.entries(sizes).flatMap(([kind, steps]) =>
    steps.flatMap((size, k) =>
      cell({ kind: kind as DriftKind, size, after: patients / 4 }, `${names[k]} (${size})`, patients),
    ),
  );
  return [...cell(none, '', patients), ...drifts];
}

export interface RunLength {
  readonly check: string;
  readonly declared: number;
  readonly observed: number;
  readonly stopped: number;
  readonly simulations: number;
}

/** Patients to the first alarm of streams in which nothing changes. */
export function runLengths(declared: number): readonly RunLength[] {
  const simulations = 200;
  const alarms = Array.from({ length: simulations }, (_, s) => {
    const pair = pairOf(`run length ${s}`, none, longest);
    return firsts(pair, { mode: 'run-length', runLength: declared }, `run ${s}`);
  });
  return sequential.map((check) => {
    const lengths = alarms.map((one) => one[check] ?? longest);
    return {
      ...{ check, declared, simulations },
      observed: lengths.reduce((sum, one) => sum + one, 0) / simulations,
      stopped: alarms.filter((one) => one[check] !== null).length / simulations,
    };
  });
}

export interface LookedAgain {
  readonly check: string;
  readonly looks: number;
  readonly patients: number;
  readonly simulations: number;
  /** Share with an alarm at the first look, and at any. */
  readonly first: number;
  readonly any: number;
}

/** A stream in which nothing changes, looked at again as it grows: each time from its beginning, as the command does. */
export function lookedAgain(looks: number, patients: number): readonly LookedAgain[] {
  const simulations = 300;
  const counts = new Map<string, { first: number; any: number }>();
  for (let s = 0; s < simulations; s++) {
    const [then, now] = pairOf(`again ${s}`, none, patients);
    const seen = Array.from({ length: looks }, (_, look) => {
      const until = (patients * (look + 1)) / looks;
      const grown = { y: now.y.slice(0, until), p: now.p.slice(0, until) };
      const name = `again ${s} ${look}`;
      const first = firsts([then, grown], { mode: 'alarm-rate', alarmRate: rate }, `again ${s}`);
      return {
        ...Object.fromEntries(sequential.map((check) => [check, first[check] !== null])),
        ...tests([then, grown], name),
      } as Readonly<Record<string, boolean>>;
    });
    for (const check of [...sequential, ...whole]) {
      const count = counts.get(check) ?? { first: 0, any: 0 };
      count.first += Number(seen[0][check]);
      count.any += Number(seen.some((one) => one[check]));
      counts.set(check, count);
    }
  }
  return [...counts].map(([check, { first, any }]) => ({
    ...{ check, looks, patients, simulations, first: first / simulations, any: any / simulations },
  }));
}
