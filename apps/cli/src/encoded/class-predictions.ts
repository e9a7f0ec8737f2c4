import { type Partition, type Predictions, textColumn } from '@raredx/tables';
import type { Samples } from './samples.ts';

/** Risks of one model for some samples in one resample. */
export interface JudgedBlock {
  readonly model: string;
  readonly partition: Partition;
  /** 0-based; −1 where there is none. */
  readonly repeat: number;
  /** Fold of each judged row, or one for all. */
  readonly fold: number | ArrayLike<number>;
  /** Rows of the samples. */
  readonly rows: ArrayLike<number>;
  /** Judged rows × classes, row-major; each row sums to 1. */
  readonly p: Float64Array;
}

/**
 * The predictions table of a classifier: one row a sample and class. Two classes are one outcome and its absence, so
 * only the second is a label; three and more are labels each.
 *
 * @param classes names in the order of the risks; with two, the second is the outcome
 */
export function classPredictions(
  samples: Samples,
  classes: readonly string[],
  blocks: readonly JudgedBlock[],
): Predictions {
  const labels = classes.length === 2 ? [1] : classes.map((_, c) => c);
  const rows = blocks.reduce((sum, block) => sum + block.rows.length * labels.length, 0);
  const sampleRow = new Uint32Array(rows);
  const repeat = new Int32Array(rows);
  const fold = new Int32Array(rows);
  const labelOf = new Uint32Array(rows);
  const y = new Uint8Array(rows);
  const p = new Float64Array(rows);
  const model: string[] = [];
  const partition: string[] = [];
  let at = 0;
  for (const block of blocks) {
    for (let i = 0; i < block.rows.length; i++) {
      const row = block.rows[i] as number;
      for (const c of labels) {
        sampleRow[at] = row;
        repeat[at] = block.repeat;
        fold[at] = typeof block.fold === 'number' ? block.fold : (block.fold[i] as number);
        labelOf[at] = c;
        y[at] = samples.label[row] === classes[c] ? 1 : 0;
        p[at] = Math.min(1, Math.max(0, block.p[i * classes.length + c] as number));
        model.push(block.model);
        partition.push(block.partition);
        at++;
      }
    }
  }
  const pick = (values: readonly string[]) =>
    textColumn(Array.from(sampleRow, (row) => values[row] as string));
  return {
    rows,
    patientId: pick(samples.patientId),
    sampleId: pick(samples.sampleId),
    site: pick(samples.site),
    model: textColumn(model),
    partition: textColumn(partition),
    ...{ repeat, fold, y, p },
    label: textColumn(Array.from(labelOf, (c) => classes[c] as string)),
    attributes: Object.fromEntries(
      Object.entries(samples.attributes).map(([name, values]) => [name, pick(values)]),
    ),
    unchecked: [],
  };
}
