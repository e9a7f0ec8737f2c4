import type { Controls } from '@raredx/experiment';
import type { TransferTest } from '@raredx/report';
import { createRandom } from '@raredx/stats';
import { type Predictions, textAt } from '@raredx/tables';
import { negativeTransfer, type TransferComparison } from '@raredx/training';

interface TransferPlan {
  readonly seed: number;
  readonly bootstrap: number;
  readonly confidence: number;
}

/**
 * Whether pretraining helped each fine-tuned model that has its controls, on every part that was judged: out of fold (the
 * first repeat), the fixed test part, external sites together. All from the predictions table, so that a pack's reader can
 * make it again.
 */
export function transferTests(
  predictions: Predictions,
  controls: readonly Controls[],
  { seed, bootstrap, confidence }: TransferPlan,
): TransferTest[] {
  return controls.flatMap((own) =>
    (['internal', 'test', 'external'] as const).flatMap((partition) => {
      const parts = [own.model, own.scratch, own.logistic].map((model) =>
        judgedRows(predictions, model, partition),
      );
      const [transfer, scratch, logistic] = parts as [Judged, Judged, Judged];
      if (transfer.classes.length === 0) return [];
      const random = createRandom(seed).fork('negative transfer').fork(own.model).fork(partition);
      const { comparisons, verdict, patients, rows } = negativeTransfer(
        {
          ...{ classes: transfer.classes, patients: transfer.patients },
          ...{ transfer, scratch, logistic },
        },
        { random, replicates: bootstrap, confidence },
      );
      return [
        { ...own, partition, patients, samples: rows, verdict, comparisons: comparisons.map(flattened) },
      ];
    }),
  );
}

/** The line of a test for the end of a run. */
export function transferLine({ model, partition, verdict, patients, comparisons }: TransferTest): string {
  const said = comparisons
    .filter(({ metric }) => metric === 'log_loss')
    .map(({ against, difference, lower, upper }) => {
      const limits = lower === null || upper === null ? '' : ` (${lower.toFixed(3)} to ${upper.toFixed(3)})`;
      return `log loss ${difference < 0 ? '' : '+'}${difference.toFixed(3)}${limits} against ${against === 'scratch' ? 'untrained weights' : 'a logistic head'}`;
    });
  const words = { helped: 'helped', hurt: 'hurt', 'no difference shown': 'shows no difference' }[verdict];
  return `${model}, ${partition}, ${patients} patients: transfer ${words}: ${said.join(', ')}`;
}

function flattened({ interval, ...one }: TransferComparison): TransferTest['comparisons'][number] {
  return 'undefinedBecause' in interval
    ? { ...one, lower: null, upper: null, undefinedBecause: interval.undefinedBecause }
    : { ...one, lower: interval.lower, upper: interval.upper, undefinedBecause: null };
}

interface Judged {
  readonly units: number;
  readonly risks: Float64Array;
  readonly classes: Int32Array;
  readonly patients: readonly string[];
}

/** Samples of a model and part with all their classes, ordered by sample, so that models stand row by row. */
function judgedRows(table: Predictions, model: string, partition: string): Judged {
  const samples = new Map<string, number[]>();
  for (let row = 0; row < table.rows; row++) {
    if (textAt(table.model, row) !== model || textAt(table.partition, row) !== partition) continue;
    if ((table.repeat[row] as number) > 0) continue;
    const sample = textAt(table.sampleId, row);
    samples.set(sample, [...(samples.get(sample) ?? []), row]);
  }
  const labels = [...new Set([...samples.values()].flat().map((row) => textAt(table.label, row)))].sort();
  const units = labels.length;
  const ordered = [...samples].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rows]) => rows);
  const risks = new Float64Array(ordered.length * units);
  const classes = new Int32Array(ordered.length);
  ordered.forEach((rows, at) => {
    for (const row of rows) {
      const code = labels.indexOf(textAt(table.label, row));
      risks[at * units + code] = table.p[row] as number;
      if (table.y[row] === 1) classes[at] = units === 1 ? 1 : code;
    }
  });
  const patients = ordered.map((rows) => textAt(table.patientId, rows[0] as number));
  return { units, risks, classes, patients };
}
