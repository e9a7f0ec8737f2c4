import type { GateResult } from '@raredx/training';
import type { ExplainContext } from './explain-context.ts';
import { openFeatureStore } from './feature-store.ts';
import type { SampleModel } from './models/sample-model.ts';
import { sampleModels } from './sample-models.ts';
import type { Samples } from './samples.ts';

/** Risks of samples as `raredx predict` would state them, rows × classes. */
export async function statedRisks(
  { experiment, study, spec, kept, runtime, random }: ExplainContext,
  samples: Samples,
): Promise<Float64Array> {
  const open = async () => runtime;
  const features = openFeatureStore(samples, { runtime: open, onBad: 'stop', onProgress: () => {} });
  const model = sampleModels(experiment.encoder)[spec.kind] as unknown as Pick<SampleModel<never>, 'predict'>;
  const { risks } = await model.predict(kept, samples, {
    ...{ features, runtime: open, classes: study.classes, onBad: 'stop', random: random.fork('stated') },
    member: () => Promise.reject(new Error('explain: a model made of others has no network')),
    onProgress: () => {},
  });
  return risks;
}

/** The class of the highest risk of each row. */
export function likeliest(risks: Float64Array, classes: number): Int32Array {
  return Int32Array.from({ length: risks.length / classes }, (_, row) => {
    const own = risks.subarray(row * classes, (row + 1) * classes);
    return own.indexOf(Math.max(...own));
  });
}

/** A gate: what is explained states the risks that the model states. */
export function sameRisks(ours: Float64Array, stated: Float64Array, bound: number): GateResult {
  const apart = ours.reduce((most, p, at) => Math.max(most, Math.abs(p - (stated[at] ?? Number.NaN))), 0);
  return {
    name: 'explains the model that was judged',
    passed: ours.length === stated.length && apart < bound,
    statistic: Number.isFinite(apart) ? apart : null,
    lower: null,
    upper: null,
    why: `largest difference between the risks of what is explained here and those that the model states; asked: below ${bound}; found ${apart.toPrecision(2)}`,
  };
}
