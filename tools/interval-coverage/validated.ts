import { auprc, ece, type Judged, rankOrder } from '@raredx/metrics';
import { bootstrapCounts, createRandom, type Estimate, quantile, type Random } from '@raredx/stats';
import { type EvidenceRow, type Predictions, textColumn } from '@raredx/tables';
import { validate } from '@raredx/validation';
import type { Limits } from './closed-forms.ts';
import type { Sample } from './population.ts';

/** Resamples of every bootstrap interval; 2,000 are the default of `raredx validate`. */
export const resamples = 500;

const good = [
  'auroc',
  'auprc',
  'brier',
  'brier_scaled',
  'log_loss',
  'net_benefit',
  'standardised_net_benefit',
  'lr_positive',
  'lr_negative',
];
/** Of a calibrated model these are 0, which no percentile interval of a distance reaches: asked of the other. */
const noisy = ['ici', 'e50', 'e90', 'eci'];
const differences = ['auroc', 'auprc', 'brier', 'log_loss', 'net_benefit'].map((id) => `difference:${id}`);

/** Metrics whose interval is taken from the evidence rows of `validate`, and the model they are asked of. */
export const validatedMetrics: readonly { readonly metric: string; readonly model: string }[] = [
  ...[...good, ...differences].map((metric) => ({ metric, model: 'good' })),
  ...noisy.map((metric) => ({ metric, model: 'noisy' })),
];

function predictions({ y, good, noisy }: Sample): Predictions {
  const rows = 2 * y.length;
  const names = Array.from(y, (_, i) => `p${String(i).padStart(4, '0')}`);
  const both = textColumn([...names, ...names]);
  const same = (text: string) => textColumn(new Array<string>(rows).fill(text));
  return {
    rows,
    patientId: both,
    sampleId: both,
    site: same('one'),
    model: textColumn(Array.from({ length: rows }, (_, i) => (i < y.length ? 'good' : 'noisy'))),
    partition: same('external'),
    repeat: new Int32Array(rows).fill(-1),
    fold: new Int32Array(rows).fill(-1),
    label: same('outcome'),
    y: Uint8Array.from([...y, ...y]),
    p: Float64Array.from([...good, ...noisy]),
    attributes: {},
    unchecked: [],
  };
}

function limitsOf(row: EvidenceRow | undefined): Limits {
  if (row === undefined) return { undefinedBecause: 'no such row' };
  if (row.lower !== null && row.upper !== null) return { lower: row.lower, upper: row.upper };
  const why = row.undefinedBecause ?? row.note?.replace(/^.*no interval: /, '') ?? 'no interval';
  // How many resamples failed differs from sample to sample; the reason does not.
  return {
    undefinedBecause: why.replace(/undefined in \d+ of \d+/, 'undefined in more than a tenth of the'),
  };
}

/** Intervals as `raredx validate` gives them, in the order of {@link validatedMetrics}. */
export function validatedLimits(sample: Sample, threshold: number, seed: number): Limits[] {
  const rows = validate(predictions(sample), {
    seed,
    bootstrap: resamples,
    confidence: 0.95,
    thresholds: [threshold],
    curveThresholds: [],
    baseline: 'noisy',
  });
  return validatedMetrics.map(({ metric, model }) =>
    limitsOf(rows.find((row) => row.model === model && row.metric === metric && row.site === null)),
  );
}

/** Percentile bootstraps of procedures that `validate` does not give, or not always. */
export const ownBootstraps: readonly {
  readonly metric: string;
  readonly limits: (sample: Sample, seed: number) => Limits;
}[] = [
  /** What `validate` gives only where events are many. */
  {
    metric: 'auprc',
    limits: ({ y, good }, seed) =>
      percentileLimits(auprc, { y, p: good }, createRandom('average precision').fork(seed)),
  },
  /** What `validate` no longer gives. */
  {
    metric: 'ece',
    limits: ({ y, noisy: p }, seed) =>
      percentileLimits(ece, { y, p }, createRandom('calibration error').fork(seed)),
  },
];

function percentileLimits(
  metric: (data: Judged) => Estimate,
  { y, p }: { readonly y: Uint8Array; readonly p: Float64Array },
  random: Random,
): Limits {
  const order = rankOrder(p);
  const weights = new Float64Array(y.length);
  const values: number[] = [];
  for (let b = 0; b < resamples; b++) {
    const estimate = metric({ y, p, order, w: bootstrapCounts(y.length, random.fork(b), weights) });
    if ('value' in estimate) values.push(estimate.value);
  }
  if (values.length < 0.9 * resamples) {
    return { undefinedBecause: 'undefined in more than a tenth of the resamples' };
  }
  const sorted = Float64Array.from(values).sort();
  return { lower: quantile(sorted, 0.025), upper: quantile(sorted, 0.975) };
}
