import { type Encoder, fitEncoder, foldRows, type Split, type UsedEncoder } from '@raredx/cohort';
import type { ModelSpec } from '@raredx/experiment';
import type { StudyCohort } from './cohort-step.ts';
import type { RunContext } from './run-context.ts';

/** An encoder with the rows that it was fitted on and the rows that its model will judge. */
export interface FoldEncoder {
  /** `r0f3`, or `final` for all development patients. */
  readonly id: string;
  readonly repeat: number;
  readonly fold: number;
  readonly predictors: readonly string[];
  readonly encoder: Encoder;
  readonly train: Uint32Array;
  readonly judge: Uint32Array;
}

/** The columns that a model sees. */
export function predictorsOf(context: RunContext, model: ModelSpec): readonly string[] {
  return model.predictors ?? context.experiment.predictors;
}

/** One encoder for each fold and one for the final fit, all fitted on the training patients alone. */
export function foldEncoders(study: StudyCohort, split: Split, predictors: readonly string[]): FoldEncoder[] {
  const { cohort, sites } = study;
  const encoders: FoldEncoder[] = [];
  for (let repeat = 0; repeat < split.repeats; repeat++) {
    for (let fold = 0; fold < split.folds; fold++) {
      const { train, test } = foldRows(split, cohort.patientId, { repeat, fold });
      const encoder = fitEncoder(cohort, train, predictors);
      encoders.push({ id: `r${repeat}f${fold}`, repeat, fold, predictors, encoder, train, judge: test });
    }
  }
  const encoder = fitEncoder(cohort, sites.development, predictors);
  const final = { id: 'final', repeat: -1, fold: -1, predictors, encoder };
  return [...encoders, { ...final, train: sites.development, judge: sites.external }];
}

/** Every model's encoders as they will be used, for the leak certificate. */
export function usedEncoders(context: RunContext, study: StudyCohort, split: Split): UsedEncoder[] {
  return context.experiment.models.flatMap((model) =>
    foldEncoders(study, split, predictorsOf(context, model)).map(({ repeat, fold, encoder }) => ({
      model: model.name,
      repeat,
      fold,
      fittedOn: encoder.fittedOn,
    })),
  );
}
