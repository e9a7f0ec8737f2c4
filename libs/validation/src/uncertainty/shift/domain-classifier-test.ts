import { auroc } from '@raredx/metrics';
import { expit, fitLogistic, type Random, shuffled } from '@raredx/stats';
import { checkSameFeatures, type FeatureRows, stacked } from './feature-rows.ts';
import { permutationP } from './permutation-p.ts';

export interface DomainClassifierOptions {
  readonly random: Random;
  /** Each refits the classifier in every fold. */
  readonly permutations: number;
  /** @default 5 */
  readonly folds?: number;
  /** Penalty ridge / 2 · Σ slope² on standardised features. @default 1 */
  readonly ridge?: number;
  /** Fold of each row, source rows first, chosen without regard to the groups. @default drawn, even in both groups */
  readonly fold?: Uint32Array;
}

export interface DomainShift {
  /** Out-of-fold AUROC of telling target from source; 0.5 where they are alike. */
  readonly auroc: number;
  /** Of no difference, by permuting the labels and fitting anew. */
  readonly pValue: number;
}

/**
 * Classifier two-sample test: can a logistic model tell the target's patients from the source's by their features?
 * One row a patient. The AUROC is out of fold; p by permutation, so exact at any size.
 *
 * @example domainClassifierTest({ columns: 1, values: Float64Array.of(0, 1, 2, 3, 4) }, { columns: 1, values: Float64Array.of(10, 11, 12, 13, 14) }, { random: createRandom(1), permutations: 99 }).auroc // => 1
 * @see Lopez-Paz D, Oquab M (2017) Revisiting classifier two-sample tests. ICLR
 */
export function domainClassifierTest(
  source: FeatureRows,
  target: FeatureRows,
  options: DomainClassifierOptions,
): DomainShift | { undefinedBecause: string } {
  const [m, n] = checkSameFeatures('domain classifier', source, target);
  const folds = options.folds ?? 5;
  if (Math.min(m, n) < folds) {
    return { undefinedBecause: `${m} and ${n} patients, fewer than ${folds} folds on one side` };
  }
  const isTarget = Uint8Array.from({ length: m + n }, (_, row) => (row < m ? 0 : 1));
  const order = shuffled(m + n, options.random.fork('folds'));
  const columns = standardised(stacked(source, target));
  // Even folds follow the labels, so they are dealt anew for permuted labels: with fixed ones the test rejects too often.
  const statistic = (labels: Uint8Array) =>
    outOfFoldAuroc(columns, labels, {
      fold: options.fold ?? dealtFolds(labels, order, folds),
      folds,
      ridge: options.ridge ?? 1,
    });
  const { observed, pValue } = permutationP(isTarget, statistic, {
    random: options.random.fork('permutations'),
    permutations: options.permutations,
  });
  return { auroc: observed, pValue };
}

/** As even as can be in source and target, dealt in one order of the rows that knows nothing of the groups. */
function dealtFolds(isTarget: Uint8Array, order: Uint32Array, folds: number): Uint32Array {
  const fold = new Uint32Array(isTarget.length);
  const dealt = [0, 0];
  for (const row of order) fold[row] = dealt[isTarget[row]]++ % folds;
  return fold;
}

/** On the pooled patients, which permuting does not change, so that the test stays exact. */
function standardised({ columns, values }: FeatureRows): Float64Array[] {
  const rows = values.length / columns;
  return Array.from({ length: columns }, (_, j) => {
    const column = Float64Array.from({ length: rows }, (_, row) => values[row * columns + j]);
    const mean = column.reduce((sum, x) => sum + x, 0) / rows;
    const deviation = Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / rows);
    return column.map((x) => (deviation > 0 ? (x - mean) / deviation : 0));
  });
}

function outOfFoldAuroc(
  columns: readonly Float64Array[],
  y: Uint8Array,
  { fold, folds, ridge }: { readonly fold: Uint32Array; readonly folds: number; readonly ridge: number },
): number {
  const p = new Float64Array(y.length).fill(0.5);
  for (let k = 0; k < folds; k++) {
    const w = Float64Array.from(fold, (f) => (f === k ? 0 : 1));
    const fit = fitLogistic({ y, columns, w, ridge });
    // A permutation may leave a fold's complement with one class: it then says nothing, 0.5.
    if ('undefinedBecause' in fit) continue;
    for (let row = 0; row < y.length; row++) {
      if (fold[row] !== k) continue;
      p[row] = expit(
        columns.reduce((sum, column, j) => sum + fit.coefficients[j + 1] * column[row], fit.coefficients[0]),
      );
    }
  }
  const found = auroc({ y, p });
  return 'value' in found ? found.value : 0.5;
}
