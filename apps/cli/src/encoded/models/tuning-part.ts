import type { Random } from '@raredx/stats';
import { tuningSplit } from '@raredx/training';
import type { Round, Study } from '../study.ts';

/** The samples that move weights in a round, and those that say when to stop. */
export interface TuningPart {
  readonly train: Uint32Array;
  readonly tuning: Uint32Array;
  readonly said: readonly string[];
}

/**
 * The tuning part that the publisher of the data fixed, else a share of the training patients of each class: never anyone
 * whom the round judges. Who has copies in common counts as one patient.
 */
export function tuningPart(
  { units, y, classes }: Pick<Study, 'units' | 'y' | 'classes'>,
  { train, judged }: Round,
  { share, random }: { readonly share: number; readonly random: Random },
): TuningPart {
  const none = { train, tuning: new Uint32Array(0), said: [] };
  if (share === 0) return none;
  const fixed = judged.find(({ partition }) => partition === 'tuning');
  if (fixed) return { train, tuning: fixed.rows, said: ['stopped early by the tuning part of the split'] };
  const own = Array.from(train, (row) => units[row] as string);
  const codes = Array.from(train, (row) => y[row] as number);
  const split = tuningSplit(own, codes, { share, random, lone: 'train' });
  const tuned = new Set(Array.from(split.tuning, (at) => codes[at]));
  const lone = classes.filter((_, code) => codes.includes(code) && !tuned.has(code));
  return {
    train: Uint32Array.from(split.training, (at) => train[at] as number),
    tuning: Uint32Array.from(split.tuning, (at) => train[at] as number),
    said: lone.length > 0 ? [`one patient only, so not tuned on: ${lone.join(', ')}`] : [],
  };
}
