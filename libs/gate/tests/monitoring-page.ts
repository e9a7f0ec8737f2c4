import {
  type Cell,
  type LookedAgain,
  longest,
  type RunLength,
  rate,
  referencePatients,
  sequential,
  whole,
} from './monitoring-study.ts';

/** `docs/monitoring.json`. */
export interface MonitoringStudy {
  readonly rate: number;
  readonly referencePatients: number;
  readonly cells: readonly Cell[];
  readonly runs: readonly RunLength[];
  readonly again: readonly LookedAgain[];
}

const percent = (share: number | null) => (share === null ? '' : `${(100 * share).toFixed(1)} %`);
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const falseAlarms = (cells: readonly Cell[]) =>
  table(
    ['new patients', 'check', 'false alarms', 'simulations'],
    cells
      .filter(({ drift }) => drift === 'none')
      .map((one) => [one.patients, one.check, percent(one.falseAlarms), one.simulations]),
  );

const detection = (cells: readonly Cell[], checks: readonly string[]) =>
  table(
    ['drift', 'size', 'new patients', 'check', 'detected', 'median delay', 'alarmed before', 'simulations'],
    cells
      .filter(({ drift, check }) => drift !== 'none' && checks.includes(check))
      .map((one) => [
        ...[one.drift, one.size, one.patients, one.check, percent(one.detected), one.medianDelay ?? ''],
        ...[percent(one.falseAlarms), one.simulations],
      ]),
  );

const lengths = (runs: readonly RunLength[]) =>
  table(
    ['check', 'declared', 'mean observed', 'streams with an alarm', 'simulations'],
    runs.map((one) => [
      ...[one.check, one.declared, one.observed.toFixed(0), percent(one.stopped), one.simulations],
    ]),
  );

const again = (rows: readonly LookedAgain[]) =>
  table(
    ['check', 'at the first look', 'at any look', 'simulations'],
    rows.map((one) => [one.check, percent(one.first), percent(one.any), one.simulations]),
  );

/** `docs/monitoring.md` from the committed numbers. */
export function page({ cells, runs, again: looked }: MonitoringStudy): string {
  const [{ looks, patients }] = looked;
  return `# Monitoring: false alarms and detection

What \`raredx monitor\` does in simulated streams, each check alone at a false-alarm rate of ${rate}. Logits of risk are normal
(mean −1.5, standard deviation 1: event rate 0.22), ${referencePatients} patients at the reference, its risks right. The drift begins after a
quarter of the new patients:

- scores: logits of risk rise by 0.2, 0.5, 0.8 standard deviations, risks stay right;
- prevalence: odds of the outcome times 1.35, 2, 3 with the risks of each class unchanged (label shift);
- intercept: true logits are 0.3, 0.7, 1.1 above the stated ones;
- slope: true logits are 0.75, 0.5, 0.25 times the stated ones, around their mean.

Only a change of the scores is meant to be found by the checks of scores, and only miscalibration by CUSUM and calibration.
Monte Carlo standard error of a rate of 5 %: 0.7 points in 1,000 simulations, 1.3 in 300; of a share detected: at most 3.5
points in 200, 6.5 in 60. Made by \`UPDATE=1 npm run test-slow -- monitoring\`, which without \`UPDATE\` fails where the numbers
are others; all of them in [monitoring.json](monitoring.json).

## False alarms

${falseAlarms(cells)}

## What one sample says, and what it does not

The rates above are of one sample looked at once, against one reference. The first sample after a release is short: at 100
patients only large changes are seen (below), and a check that could not have seen the odds tripled says _insufficient_, not
_quiet_. The reference is a sample as well: where it is unlucky, every later sample is compared with the same bad luck.

Whoever looks again each time the stream has grown, from its beginning, gives chance more turns. Here nothing changes, and ${patients.toLocaleString('en-US')}
patients are looked at ${looks} times:

${again(looked)}

Calibration, losses and the martingale may be looked at as often as one likes: their rate is of ever alarming. CUSUM's limit is
simulated for the patients at hand, so that a longer stream has another; for a stream without an end declare a run
length instead. Tests of all patients at once spend their rate at every look.

## Run lengths

Declared: ${runs[0].declared} patients between false alarms, on average; each stream ends at ${longest} patients, so that
the means observed are lower bounds.

${lengths(runs)}

## Detection, patient after patient

${detection(cells, sequential)}

## Detection, all patients at once

${detection(cells, whole)}
`;
}
