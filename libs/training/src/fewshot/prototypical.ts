import type { PrototypicalSpec } from '@raredx/experiment';
import { type Random, shuffled } from '@raredx/stats';
import type { FitTask, FittedTask, Learner, LearnerContext } from '../learner.ts';
import { TrainingError } from '../training-error.ts';
import { episodicEmbedding, type TaskEmbedding } from './episodic-embedding.ts';
import { classMean, prototypeRisks } from './prototype-risks.ts';

/**
 * Prototypical few-shot learner (Snell, Swersky, Zemel 2017, NeurIPS): an embedding learned on a related task, then k
 * patients of each outcome as the only labelled examples. Its risks are those of one draw of shots; external cohorts
 * are judged by several independent draws, each one repeat. The prototypes that are kept are those of the first draw.
 */
export const learnPrototypical: Learner<PrototypicalSpec> = async (spec, tasks, context) => {
  const embeddings = await sharedEmbedding(spec, tasks, context);
  return tasks.map((task, at) =>
    fitShots(spec, task, { embedding: embeddings[at], random: context.random.fork(task.id) }),
  );
};

function sharedEmbedding(
  spec: PrototypicalSpec,
  tasks: readonly FitTask[],
  context: LearnerContext,
): Promise<readonly TaskEmbedding[]> {
  const key = JSON.stringify([spec.hidden, spec.pretrain, tasks[0].train.names]);
  const known = context.memo.get(key) as Promise<readonly TaskEmbedding[]> | undefined;
  if (known) return known;
  const fresh = episodicEmbedding(spec, tasks, context);
  context.memo.set(key, fresh);
  return fresh;
}

function fitShots(
  spec: PrototypicalSpec,
  task: FitTask,
  { embedding, random }: { readonly embedding: TaskEmbedding; readonly random: Random },
): FittedTask {
  const all = [...task.outcome.keys()];
  const events = Uint32Array.from(all.filter((row) => task.outcome[row] === 1));
  const others = Uint32Array.from(all.filter((row) => task.outcome[row] === 0));
  const fewest = Math.min(events.length, others.length);
  if (fewest < spec.shots) {
    throw new TrainingError(
      `${spec.name} ${task.id}`,
      `${spec.shots} shots a class asked, the smaller class has ${fewest} training patients`,
      'lower shots',
    );
  }
  const prior = events.length / task.train.rows;
  const draws = Array.from({ length: task.draws }, (_, draw) => {
    const stream = random.fork(draw);
    return [others, events].map((rows, c) =>
      Uint32Array.from(shuffled(rows.length, stream.fork(c)).subarray(0, spec.shots), (at) => rows[at]),
    ) as [Uint32Array, Uint32Array];
  });
  const risks = draws.map((shots) => prototypeRisks(embedding.train, embedding.judge, { shots, prior }));
  const first = draws[0].flatMap((rows) => [...classMean(embedding.train, rows)]);
  const weights = {
    ...embedding.weights,
    prototypes: { shape: [2, embedding.train.width], values: Float64Array.from(first) },
    prior: { shape: [1], values: Float64Array.of(prior) },
  };
  return { id: task.id, risks, weights, notes: [] };
}
