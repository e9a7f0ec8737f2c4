import { type Encoder, foldRows, type Split } from '@raredx/cohort';
import type { StudyCohort } from './cohort-step.ts';

/** Who is learned from and who is judged, as rows of the cohort. */
export interface FoldParts {
  /** `r0f3`, `final` for all development patients, `replay-7` for a bootstrap sample. */
  readonly fit: string;
  readonly repeat: number;
  readonly fold: number;
  readonly train: Uint32Array;
  readonly judge: Uint32Array;
}

/** An encoder as fitted on the training rows, once a completed data set where gaps are imputed. */
export interface FoldEncoder extends FoldParts {
  /** The name of this fit alone: `r0f3`, or `r0f3.i2` for the third completed data set. */
  readonly id: string;
  readonly encoder: Encoder;
  /** The encoded columns of a part, in the order of its rows. */
  columns(part: 'train' | 'judge'): Float64Array[];
}

/** What is learned from and judged: every fold of the cross-validation, and all development patients for the sites kept. */
export function foldParts({ cohort, sites }: StudyCohort, split: Split): FoldParts[] {
  const parts: FoldParts[] = [];
  for (let repeat = 0; repeat < split.repeats; repeat++) {
    for (let fold = 0; fold < split.folds; fold++) {
      const { train, test } = foldRows(split, cohort.patientId, { repeat, fold });
      parts.push({ fit: `r${repeat}f${fold}`, repeat, fold, train, judge: test });
    }
  }
  return [...parts, { fit: 'final', repeat: -1, fold: -1, train: sites.development, judge: sites.external }];
}
