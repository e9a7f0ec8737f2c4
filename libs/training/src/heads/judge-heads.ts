import type { Random } from '@raredx/stats';
import { breathe } from '../breathe.ts';
import type { ClassTask } from '../features.ts';
import { checkClassTask } from './check-class-task.ts';
import {
  type HeadCrossValidationOptions,
  type HeadSpec,
  headGrid,
  innerCurve,
  innerSplits,
  steppingStones,
} from './cross-validate-heads.ts';
import type { Head } from './head.ts';
import { firstBest } from './head-criterion.ts';
import { openSplits } from './open-splits.ts';

/** One fit: the rows it may learn from, and those it must judge. */
export interface HeadRound {
  readonly id: string;
  readonly train: Int32Array;
  readonly judged: Int32Array;
}

export interface JudgedRound {
  readonly id: string;
  /** The setting chosen by inner folds of the training rows. */
  readonly setting: number;
  /** Class probabilities of the judged rows, `judged * K`. */
  readonly probabilities: Float64Array;
  readonly head: Head;
}

export interface JudgeHeadsOptions
  extends Pick<HeadCrossValidationOptions, 'criterion' | 'standardise' | 'balanced' | 'onProgress'> {
  readonly head: HeadSpec;
  /** @default 3 */
  readonly innerFolds?: number;
  readonly random: Random;
}

/**
 * Nested fits of a head over rounds that somebody else laid out (folds of a study, sites held out, an external test): in
 * each the setting is chosen by inner folds of its training patients alone. The twin of `crossValidateHeads` where the
 * outer folds are given.
 *
 * @throws ContractError for a class of a round with fewer training patients than inner folds
 */
export async function judgeHeads(
  task: ClassTask,
  rounds: readonly HeadRound[],
  options: JudgeHeadsOptions,
): Promise<readonly JudgedRound[]> {
  const where = 'heads';
  checkClassTask(where, task);
  const { kind } = options.head;
  const grid = options.head.grid ?? headGrid(kind);
  const result = { kind, grid: kind === 'softmax' ? grid.toSorted((a, b) => a - b) : grid };
  const criterion = options.criterion ?? 'log-loss';
  const fits = openSplits(where, task, options)(kind);
  const judged: JudgedRound[] = [];
  for (const [done, { id, train, judged: rows }] of rounds.entries()) {
    options.onProgress?.(done, rounds.length);
    const random = options.random.fork(id);
    const folds = options.innerFolds ?? 3;
    const inner =
      result.grid.length > 1 ? innerSplits(where, { task, train, options: { folds }, random }) : [];
    const curve = innerCurve(task, { fits, inner, result, criterion });
    const setting = inner.length > 0 ? result.grid[firstBest(curve, criterion)]! : result.grid[0]!;
    const settings = steppingStones(result, setting);
    const fit = fits({ train, judged: rows }, { kind, settings, precision: 'coefficients' }).at(-1)!;
    judged.push({ id, setting, probabilities: fit.probabilities, head: fit.head() });
    await breathe();
  }
  return judged;
}
