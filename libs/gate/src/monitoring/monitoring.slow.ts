import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { type Drift, type DriftKind, simulatedStream } from '../../tests/simulated-stream.ts';
import type { OutcomeSequence } from './calibration-evidence.ts';
import { firstAbove } from './change-evidence.ts';
import { exchangeabilityMartingale } from './exchangeability-martingale.ts';
import { populationDrift } from './population-drift.ts';
import { evidenceLimit, type FalseAlarms, sequenceChecks } from './sequence-checks.ts';

const root = createRandom('simulated drifts');
const rate = 0.05;
const referencePatients = 500;
const sizes: Readonly<Record<Exclude<DriftKind, 'none'>, readonly [number, number, number]>> = {
  scores: [0.2, 0.5, 0.8],
  prevalence: [1.35, 2, 3],
  intercept: [0.3, 0.7, 1.1],
  slope: [0.75, 0.5, 0.25],
};
const names = ['small', 'medium', 'large'] as const;
const sequential = ['cusum', 'calibration', 'brier', 'log_loss', 'exchangeability'] as const;
const whole = [
  'kolmogorov_smirnov',
  'wasserstein',
  'population_stability_index',
  'any of the three',
] as const;

type First = Readonly<Record<string, number | null>>;

/** Place of the first alarm of each sequential check. */
function firsts(
  [then, now]: readonly [OutcomeSequence, OutcomeSequence],
  falseAlarms: FalseAlarms,
  s: string,
): First {
  const random = root.fork('checks').fork(s);
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

function tests(
  [then, now]: readonly [OutcomeSequence, OutcomeSequence],
  s: string,
): Readonly<Record<string, boolean>> {
  const sample = ({ p }: OutcomeSequence) => ({
    values: p,
    patient: Uint32Array.from(p.keys()),
    patients: p.length,
  });
  const options = { random: root.fork('tests').fork(s), permutations: 79, resamples: 2, confidence: 0.95 };
  const found = populationDrift([sample(then), sample(now)], [], options);
  return {
    ...Object.fromEntries(found.map(({ statistic, pValue }) => [statistic, pValue <= rate])),
    'any of the three': found.some(({ adjustedP }) => adjustedP <= rate),
  };
}

interface Cell {
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
  const simulations = drift.kind === 'none' ? (patients >= 5000 ? 60 : 300) : patients >= 5000 ? 30 : 60;
  const alarms = sequential.map((): (number | null)[] => []);
  const rejected = whole.map(() => 0);
  for (let s = 0; s < simulations; s++) {
    const name = `${drift.kind} ${drift.size} ${patients} ${s}`;
    const random = root.fork(name);
    const pair = [
      simulatedStream(referencePatients, { kind: 'none', size: 0, after: 0 }, random.fork('reference')),
      simulatedStream(patients, drift, random.fork('new')),
    ] as const;
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
    ...sequential.map((check, k): Cell => {
      const early = alarms[k].filter((at) => at !== null && (!changed || at <= drift.after)).length;
      const delays = alarms[k]
        .flatMap((at) => (at !== null && at > drift.after ? [at - drift.after] : []))
        .sort((a, b) => a - b);
      return {
        ...{ ...base, check, falseAlarms: early / simulations },
        detected: changed ? delays.length / simulations : null,
        medianDelay: changed && delays.length > 0 ? delays[Math.floor(delays.length / 2)] : null,
      };
    }),
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

const percent = (share: number | null) => (share === null ? '' : `${(100 * share).toFixed(1)} %`);

function falseAlarmTable(cells: readonly Cell[], runs: readonly RunLength[]): string {
  const lines = cells
    .filter(({ drift }) => drift === 'none')
    .map((one) => `| ${one.patients} | ${one.check} | ${percent(one.falseAlarms)} | ${one.simulations} |`);
  const lengths = runs.map(
    ({ check, declared, observed, stopped, simulations }) =>
      `| ${check} | ${declared} | ${observed.toFixed(0)} | ${percent(stopped)} | ${simulations} |`,
  );
  return `| new patients | check | false alarms | simulations |
| --- | --- | --- | --- |
${lines.join('\n')}

## Run lengths

Declared: ${runs[0].declared} patients between false alarms, on average; each stream ends at ${longest} patients, so that
the means observed are lower bounds.

| check | declared | mean observed | streams with an alarm | simulations |
| --- | --- | --- | --- | --- |
${lengths.join('\n')}`;
}

function detectionTable(cells: readonly Cell[], checks: readonly string[]): string {
  const lines = cells
    .filter(({ drift, check }) => drift !== 'none' && checks.includes(check))
    .map((one) => {
      const delay = one.medianDelay === null ? '' : String(one.medianDelay);
      return `| ${one.drift} | ${one.size} | ${one.patients} | ${one.check} | ${percent(one.detected)} | ${delay} | ${percent(one.falseAlarms)} |`;
    });
  return `| drift | size | new patients | check | detected | median delay | alarmed before |
| --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}`;
}

interface RunLength {
  readonly check: string;
  readonly declared: number;
  readonly observed: number;
  readonly stopped: number;
  readonly simulations: number;
}

const longest = 5000;

function runLengths(declared: number): readonly RunLength[] {
  const simulations = 40;
  const alarms: First[] = [];
  for (let s = 0; s < simulations; s++) {
    const random = root.fork('run length').fork(s);
    const none = { kind: 'none', size: 0, after: 0 } as const;
    const pair = [
      simulatedStream(referencePatients, none, random.fork('reference')),
      simulatedStream(longest, none, random.fork('new')),
    ] as const;
    alarms.push(firsts(pair, { mode: 'run-length', runLength: declared }, `run ${s}`));
  }
  return sequential.map((check) => {
    const lengths = alarms.map((one) => one[check] ?? longest);
    return {
      ...{ check, declared, simulations },
      observed: lengths.reduce((sum, one) => sum + one, 0) / simulations,
      stopped: alarms.filter((one) => one[check] !== null).length / simulations,
    };
  });
}

describe('simulated drifts', () => {
  it('false alarms and detection delays are as in docs/monitoring.md', async () => {
    const cells: Cell[] = [];
    for (const patients of [100, 500, 1000, 5000]) {
      const after = patients / 4;
      cells.push(...cell({ kind: 'none', size: 0, after: 0 }, '', patients));
      for (const [kind, steps] of Object.entries(sizes)) {
        steps.forEach((size, k) => {
          cells.push(...cell({ kind: kind as DriftKind, size, after }, `${names[k]} (${size})`, patients));
        });
      }
    }
    const runs = runLengths(500);
    const page = `# Monitoring: false alarms and detection

What \`raredx monitor\` does in simulated streams, each check alone at a false-alarm rate of ${rate}. Logits of risk are normal
(mean −1.5, standard deviation 1: event rate 0.22), ${referencePatients} patients at the reference, its risks right. The drift begins after a
quarter of the new patients:

- scores: logits of risk rise by 0.2, 0.5, 0.8 standard deviations, risks stay right;
- prevalence: odds of the outcome times 1.35, 2, 3 with the risks of each class unchanged (label shift);
- intercept: true logits are 0.3, 0.7, 1.1 above the stated ones;
- slope: true logits are 0.75, 0.5, 0.25 times the stated ones, around their mean.

Only a change of the scores is meant to be found by the checks of scores, and only miscalibration by CUSUM and calibration.
Monte Carlo standard error of a rate of 5 %: 1.3 points in 300 simulations, 2.8 in 60; of a share detected: at most 6.5
points in 60, 9.1 in 30 (5000 patients). Made by
\`npm run test-slow -- monitoring\`; all numbers in [monitoring.json](monitoring.json).

## False alarms

${falseAlarmTable(cells, runs)}

## Detection, patient after patient

${detectionTable(cells, sequential)}

## Detection, all patients at once

${detectionTable(cells, whole)}
`;
    await expect(page).toMatchFileSnapshot('../../../../docs/monitoring.md');
    const all = { rate, referencePatients, cells, runs };
    await expect(`${JSON.stringify(all, null, 2)}\n`).toMatchFileSnapshot('../../../../docs/monitoring.json');
    for (const one of cells.filter(({ drift }) => drift === 'none')) {
      const noise = 3 * Math.sqrt((rate * (1 - rate)) / one.simulations);
      expect(one.falseAlarms, `${one.check} ${one.patients}`).toBeLessThanOrEqual(rate + noise);
    }
    for (const one of runs) expect(one.observed, one.check).toBeGreaterThanOrEqual(0.8 * one.declared);
  }, 7_200_000);
});
