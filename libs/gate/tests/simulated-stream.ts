import { expit, type Random } from '@raredx/stats';
import type { OutcomeSequence } from '../src/monitoring/calibration-evidence.ts';

export type DriftKind = 'none' | 'scores' | 'prevalence' | 'intercept' | 'slope';

export interface Drift {
  readonly kind: DriftKind;
  /** scores: standard deviations of the logit; prevalence: factor on the odds; intercept: logit; slope: factor. */
  readonly size: number;
  /** Patients before the change. */
  readonly after: number;
}

/** Logit of the risk: event rate 0.22, AUROC 0.75. */
const mean = -1.5;
const deviation = 1;

/** Patients whose risks are right until the drift begins. */
export function simulatedStream(patients: number, drift: Drift, random: Random): OutcomeSequence {
  const y = new Uint8Array(patients);
  const p = new Float64Array(patients);
  for (let t = 0; t < patients; t++) {
    const { logit, event } = drawn(t < drift.after ? { kind: 'none', size: 0 } : drift, random);
    p[t] = expit(logit);
    y[t] = event ? 1 : 0;
  }
  return { y, p };
}

function drawn({ kind, size }: Pick<Drift, 'kind' | 'size'>, random: Random) {
  const usual = () => mean + deviation * random.normal();
  if (kind === 'scores') {
    const logit = usual() + size * deviation;
    return { logit, event: random.uniform() < expit(logit) };
  }
  if (kind === 'prevalence') return rarerOrCommoner(size, usual, random);
  const logit = usual();
  const actual =
    kind === 'intercept' ? logit + size : kind === 'slope' ? mean + size * (logit - mean) : logit;
  return { logit, event: random.uniform() < expit(actual) };
}

/** Label shift: events more often, each class with the risks that it had. */
function rarerOrCommoner(factor: number, usual: () => number, random: Random) {
  const most = Math.max(1, factor);
  for (;;) {
    const logit = usual();
    const event = random.uniform() < expit(logit);
    if (random.uniform() < (event ? factor : 1) / most) return { logit, event };
  }
}
