import type { Split } from '@raredx/cohort';
import type { ModelSpec } from '@raredx/experiment';
import { openRuntime, type Runtime, writeSafetensors } from '@raredx/runtime';
import { createRandom } from '@raredx/stats';
import { canonicalJson, fingerprint } from '@raredx/tables';
import { type FittedTask, learn } from '@raredx/training';
import { averagedFits } from './averaged-fits.ts';
import { encodeCheckpoint } from './checkpoint.ts';
import type { StudyCohort } from './cohort-step.ts';
import { fitTasks } from './fit-tasks.ts';
import { encodersOf, predictorsOf } from './fold-encoders.ts';
import type { FoldEncoder } from './fold-parts.ts';
import type { RunContext } from './run-context.ts';

/** Makes all fits of every model; a model that is done is not fitted again. */
export async function learnStep(context: RunContext, study: StudyCohort, split: Split): Promise<void> {
  const { experiment, run, talk, ground } = context;
  const memo = new Map<string, Promise<unknown>>();
  let runtime: Promise<Runtime> | undefined;
  const open = () => {
    runtime ??= openRuntime({
      device: context.device,
      deterministic: true,
      onNotice: (line) => talk.line(line),
    });
    return runtime;
  };
  for (const model of experiment.models) {
    const step = talk.step(model.name);
    const inputs = fingerprint({
      ground,
      cohort: study.hash,
      split: split.fingerprint,
      seed: experiment.seed,
      model,
      predictors: predictorsOf(context, model),
      outcome: experiment.outcome,
      missing: experiment.missing ?? null,
      device: context.device,
    });
    const state = await run.step(`model-${model.name}`, inputs, async () => {
      const encoders = encodersOf(context, study, { split, model });
      const tasks = fitTasks(encoders, study, model);
      const fitted = await learn(model, tasks, {
        random: createRandom(experiment.seed).fork('training'),
        tensors: async () => (await open()).tf,
        onProgress: (done, total) => step.advance(done, total),
        memo,
      });
      run.write(`checkpoints/${model.name}.json`, encodeCheckpoint(averagedFits(encoders, fitted)));
      run.write(
        `model/${model.name}.safetensors`,
        weightsOf(model, encoders, { fitted, columns: tasks[0]?.train.names ?? [] }),
      );
      run.write(`model/${model.name}.runtime.json`, canonicalJson(await runtimeFacts(model, runtime)));
    });
    const each = experiment.missing
      ? ` on each of ${experiment.missing.imputations} completed data sets`
      : '';
    step.end(state === 'kept' ? 'fitted before (kept)' : `${split.repeats * split.folds + 1} fits${each}`);
  }
}

async function runtimeFacts(model: ModelSpec, runtime: Promise<Runtime> | undefined) {
  if (model.kind === 'logistic' || !runtime) return { kind: 'none needed', device: 'cpu', notices: [] };
  const { kind, device, description, notices } = await runtime;
  return { kind, device, description, notices };
}

/**
 * The final fit's weights with what is needed to use them: the columns and the encoder's numbers. Of imputed data sets
 * each has its own, under `imputation-2/`; `encoders` has theirs.
 */
function weightsOf(
  model: ModelSpec,
  encoders: readonly FoldEncoder[],
  { fitted, columns }: { readonly fitted: readonly FittedTask[]; readonly columns: readonly string[] },
): Uint8Array {
  const finals = [...encoders.keys()].filter((at) => encoders[at]?.fit === 'final');
  const tensors = Object.fromEntries(
    finals.flatMap((at, imputation) =>
      Object.entries(fitted[at]?.weights ?? {}).map(([name, { shape, values }]) => [
        finals.length > 1 ? `imputation-${imputation}/${name}` : name,
        values instanceof Float64Array
          ? { dtype: 'F64' as const, shape, data: Float64Array.from(values) }
          : { dtype: 'F32' as const, shape, data: Float32Array.from(values) },
      ]),
    ),
  );
  const used = finals.map((at) => encoders[at]?.encoder.terms ?? []);
  return writeSafetensors(tensors, {
    model: canonicalJson(model),
    encoder: canonicalJson(used[0] ?? []),
    ...(used.length > 1 ? { encoders: canonicalJson(used) } : {}),
    columns: canonicalJson(columns),
  });
}
