import { fitEncoder, type Split, type UsedEncoder } from '@raredx/cohort';
import type { MissingSpec, ModelSpec } from '@raredx/experiment';
import { createRandom } from '@raredx/stats';
import type { StudyCohort } from './cohort-step.ts';
import { completedParts } from './completed-parts.ts';
import { type FoldEncoder, type FoldParts, foldParts } from './fold-parts.ts';
import type { RunContext } from './run-context.ts';

/** The columns that a model sees. */
export function predictorsOf(context: RunContext, model: ModelSpec): readonly string[] {
  return model.predictors ?? context.experiment.predictors;
}

export interface EncodingRequest {
  readonly predictors: readonly string[];
  readonly missing: MissingSpec | undefined;
  readonly seed: number;
  /** Told after each part whose gaps were filled: that takes its time. */
  readonly onImputed?: ((done: number, total: number) => void) | undefined;
}

/** The encoders of each part, fitted on its training patients alone. */
export function foldEncoders(
  study: StudyCohort,
  parts: readonly FoldParts[],
  request: EncodingRequest,
): FoldEncoder[] {
  return parts.flatMap((part, at) => {
    const { predictors, missing, seed, onImputed } = request;
    if (missing) {
      const random = createRandom(seed).fork('imputation').fork(part.fit);
      const completed = completedParts(study.cohort, part, { predictors, missing, random });
      onImputed?.(at + 1, parts.length);
      return completed;
    }
    const encoder = fitEncoder(study.cohort, part.train, predictors);
    return [{ ...part, id: part.fit, encoder, columns: (name) => encoder.transform(part[name]) }];
  });
}

const known = new WeakMap<StudyCohort, Map<string, FoldEncoder[]>>();

/** The encoders that a model of the experiment uses; models that see the same columns share them. */
export function encodersOf(
  context: RunContext,
  study: StudyCohort,
  {
    split,
    model,
    onImputed,
  }: { readonly split: Split; readonly model: ModelSpec; readonly onImputed?: EncodingRequest['onImputed'] },
): readonly FoldEncoder[] {
  const predictors = predictorsOf(context, model);
  const { missing, seed } = context.experiment;
  const all = known.get(study) ?? new Map<string, FoldEncoder[]>();
  known.set(study, all);
  const key = JSON.stringify([split.fingerprint, predictors]);
  const encoders =
    all.get(key) ?? foldEncoders(study, foldParts(study, split), { predictors, missing, seed, onImputed });
  all.set(key, encoders);
  return encoders;
}

/** Every model's encoders as they will be used, for the leak certificate. */
export function usedEncoders(
  context: RunContext,
  study: StudyCohort,
  { split, onImputed }: { readonly split: Split; readonly onImputed: EncodingRequest['onImputed'] },
): UsedEncoder[] {
  return context.experiment.models.flatMap((model) =>
    encodersOf(context, study, { split, model, onImputed }).map(({ repeat, fold, encoder }) => ({
      model: model.name,
      repeat,
      fold,
      fittedOn: encoder.fittedOn,
    })),
  );
}
