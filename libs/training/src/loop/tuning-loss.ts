import { sum } from '@raredx/stats';
import { breathe } from '../breathe.ts';
import type { Tensors } from '../tensors.ts';
import { rowsInOrder } from './epoch-batches.ts';
import { type Objective, servedRisks } from './objective.ts';
import type { SampleSource } from './sample-source.ts';
import type { Trainee } from './trainee.ts';

/** Served risks of all rows of a source, with their classes. */
export interface SourceRisks {
  /** Columns of `risks`: 1 for a binary outcome. */
  readonly units: number;
  /** Row-major. */
  readonly risks: Float64Array;
  readonly classes: Int32Array;
}

export interface PredictOptions {
  readonly objective: Objective;
  readonly batchSize: number;
  /** Called before each batch; may throw to stop. */
  readonly onBatch?: () => void;
}

/** Predicts a source batch by batch, nothing altered, nothing in training mode. */
export async function predictSource(
  tf: Tensors,
  trainee: Trainee,
  source: SampleSource,
  { objective, batchSize, onBatch }: PredictOptions,
): Promise<SourceRisks> {
  let units = 1;
  const risks: Float64Array[] = [];
  const classes = new Int32Array(source.rows);
  let at = 0;
  for (const rows of rowsInOrder(source.rows, batchSize)) {
    await breathe();
    onBatch?.();
    const { inputs, targets } = await source.batch(rows);
    const scores = tf.tidy(() => trainee.scores(inputs));
    units = scores.shape[1] ?? 1;
    risks.push(servedRisks(scores.dataSync(), units, objective));
    classes.set(targets.dataSync(), at);
    at += rows.length;
    tf.dispose([scores, targets, ...inputs]);
  }
  const whole = new Float64Array(source.rows * units);
  let start = 0;
  for (const part of risks) {
    whole.set(part, start);
    start += part.length;
  }
  return { units, risks: whole, classes };
}

/**
 * Mean −ln p of the observed class by the served risks: the loss without weights and smoothing, so that early stopping
 * looks at what will be reported. A risk of exactly 0 counts as the least positive double.
 *
 * @example
 * logLossOf({ units: 1, risks: Float64Array.of(0.5, 0.5), classes: Int32Array.of(0, 1) }) // => 0.6931471805599453
 */
export function logLossOf({ units, risks, classes }: SourceRisks): number {
  const losses = Float64Array.from(classes, (own, row) => {
    const p = units > 1 ? risks[row * units + own] : own === 1 ? risks[row] : 1 - risks[row];
    return 0 - Math.log(Math.max(p, Number.MIN_VALUE));
  });
  return sum(losses) / classes.length;
}
