import type { Random } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import { breathe } from '../breathe.ts';
import type { ClassTask } from '../features.ts';
import { checkClassTask } from './check-class-task.ts';
import { dualHeads } from './dual-heads.ts';
import type { Head, HeadKind } from './head.ts';
import { criterionOf, firstBest, type HeadCriterion } from './head-criterion.ts';
import { openSplits } from './open-splits.ts';
import { patientFolds } from './patient-folds.ts';
import type { SplitFits } from './split-fits.ts';

export interface HeadSpec {
  readonly kind: HeadKind;
  /** Settings to choose from, the simplest model first; see `headGrid`. */
  readonly grid?: readonly number[];
}

export interface HeadCrossValidationOptions {
  readonly heads: readonly HeadSpec[];
  readonly folds: number;
  readonly repeats?: number;
  /** Folds within each training set, by which the setting is chosen. @default `folds` */
  readonly innerFolds?: number;
  readonly random: Random;
  /** What the setting is chosen by. @default 'log-loss' */
  readonly criterion?: HeadCriterion;
  /** Divide columns by their standard deviation in the training rows. @default false */
  readonly standardise?: boolean;
  /** Train on classes of equal weight and put the training prevalence back. @default false */
  readonly balanced?: boolean;
  /** Keep the coefficients of each outer fold's head. @default false */
  readonly keepHeads?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface HeadFold {
  readonly repeat: number;
  readonly fold: number;
  /** The setting chosen without the fold's patients. */
  readonly setting: number;
  /** The criterion of each setting of the grid, over the inner folds. */
  readonly curve: Float64Array;
  readonly head?: Head;
}

export interface HeadCrossValidation {
  readonly kind: HeadKind;
  readonly grid: readonly number[];
  /** Out-of-fold class probabilities of every row, `rows * K`, one array a repeat. */
  readonly probabilities: readonly Float64Array[];
  readonly folds: readonly HeadFold[];
  readonly notes: readonly string[];
}

/**
 * Nested cross-validation of heads on frozen features by patient: for every repeat and outer fold the setting is chosen
 * by inner folds of the training patients, the head fitted again to all of them, and the fold's rows judged. All heads see
 * the same folds. Same task and random stream, same answer.
 *
 * @throws ContractError for a class with one patient, or fewer than folds (inner folds too), and for settings that cannot be
 * @see Varma S, Simon R (2006) BMC Bioinformatics 7:91
 */
export async function crossValidateHeads(
  task: ClassTask,
  options: HeadCrossValidationOptions,
): Promise<readonly HeadCrossValidation[]> {
  const where = 'nested cross-validation';
  checkClassTask(where, task);
  const { folds, repeats = 1, random } = options;
  const heads = options.heads.map((spec) => ({ kind: spec.kind, grid: checkedGrid(where, spec) }));
  const results = heads.map((head) => ({
    ...head,
    probabilities: Array.from(
      { length: repeats },
      () => new Float64Array(task.features.rows * task.classNames.length),
    ),
    folds: [] as HeadFold[],
    notes: [] as string[],
  }));
  const fitsOf = openSplits(where, task, options);
  const all = Int32Array.from({ length: task.features.rows }, (_, row) => row);
  let done = 0;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const stream = random.fork('outer').fork(repeat);
    const foldOf = patientFolds(task, { rows: all, folds, where }, stream);
    for (let fold = 0; fold < folds; fold++) {
      const train = all.filter((row) => foldOf[row] !== fold);
      const judged = all.filter((row) => foldOf[row] === fold);
      const inner = innerSplits(where, { task, train, options, random: stream.fork(fold) });
      for (const result of results) {
        const fits = fitsOf(result.kind);
        const curve = innerCurve(task, { fits, inner, result, criterion: options.criterion ?? 'log-loss' });
        const setting = result.grid[firstBest(curve, options.criterion ?? 'log-loss')]!;
        const settings = steppingStones(result, setting);
        const fit = fits({ train, judged }, { kind: result.kind, settings, precision: 'coefficients' }).at(
          -1,
        );
        placeRows(fit!.probabilities, judged, result.probabilities[repeat]!);
        result.folds.push({ repeat, fold, setting, curve, ...(options.keepHeads && { head: fit!.head() }) });
        await breathe();
      }
      options.onProgress?.(++done, repeats * folds);
    }
  }
  return results.map((result) => ({ ...result, notes: edgeNotes(result) }));
}

/**
 * Settings that a head chooses from where none are given, the simplest model first.
 *
 * @example
 * headGrid('lda') // => [1, 0.9, 0.75, 0.5, 0.25, 0.1]
 */
export function headGrid(kind: HeadKind): readonly number[] {
  return dualHeads[kind].grid;
}

/** A softmax fit is fastest from a stronger penalty's; the others stand alone. */
export function steppingStones(
  { kind, grid }: { readonly kind: HeadKind; readonly grid: readonly number[] },
  setting: number,
): readonly number[] {
  return kind === 'softmax' ? grid.slice(0, grid.indexOf(setting) + 1) : [setting];
}

function checkedGrid(where: string, { kind, grid = headGrid(kind) }: HeadSpec): readonly number[] {
  if (grid.length === 0) throw new ContractError(where, `no settings to choose from (${kind})`);
  for (const setting of grid) {
    const refused = dualHeads[kind].refuses(setting);
    if (refused) throw new ContractError(where, `${refused} (${kind}: ${setting})`);
  }
  return kind === 'softmax' ? grid.toSorted((a, b) => a - b) : grid;
}

export interface InnerSplit {
  readonly train: Int32Array;
  readonly judged: Int32Array;
}

export function innerSplits(
  where: string,
  of: {
    readonly task: ClassTask;
    readonly train: Int32Array;
    readonly options: Pick<HeadCrossValidationOptions, 'folds' | 'innerFolds'>;
    readonly random: Random;
  },
): readonly InnerSplit[] {
  const { task, train, options, random } = of;
  const folds = options.innerFolds ?? options.folds;
  const foldOf = patientFolds(
    task,
    { rows: train, folds, where: `${where}, inner folds` },
    random.fork('inner'),
  );
  return Array.from({ length: folds }, (_, fold) => ({
    train: train.filter((_, at) => foldOf[at] !== fold),
    judged: train.filter((_, at) => foldOf[at] === fold),
  }));
}

export function innerCurve(
  task: ClassTask,
  by: {
    readonly fits: SplitFits;
    readonly inner: readonly InnerSplit[];
    readonly result: { readonly kind: HeadKind; readonly grid: readonly number[] };
    readonly criterion: HeadCriterion;
  },
): Float64Array {
  const { fits, inner, result, criterion } = by;
  const sums = result.grid.map(() => criterionOf(criterion, task.classNames.length));
  for (const split of inner)
    for (const { at, probabilities } of fits(split, {
      kind: result.kind,
      settings: result.grid,
      precision: 'risks',
    }))
      sums[at]!.add(probabilities, (i) => task.classes[split.judged[i]!]!);
  return Float64Array.from(sums, (sum) => sum.value());
}

function placeRows(from: Float64Array, rows: Int32Array, into: Float64Array): void {
  const classCount = from.length / rows.length;
  for (let i = 0; i < rows.length; i++)
    into.set(from.subarray(i * classCount, (i + 1) * classCount), rows[i]! * classCount);
}

function edgeNotes({
  grid,
  folds,
}: {
  readonly grid: readonly number[];
  readonly folds: readonly HeadFold[];
}): string[] {
  if (grid.length < 2) return [];
  return [grid[0]!, grid.at(-1)!].flatMap((edge) => {
    const count = folds.filter(({ setting }) => setting === edge).length;
    return count > 0 ? [`${count} of ${folds.length} folds chose the edge of the grid (${edge})`] : [];
  });
}
