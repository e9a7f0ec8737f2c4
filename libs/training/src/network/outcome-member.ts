import type { FitTask } from '../learner.ts';
import { TrainingError } from '../training-error.ts';
import type { Member } from './member-batches.ts';

/** A task's training patients with the outcome as the class. */
export function outcomeMember(task: FitTask): Member {
  return {
    features: task.train,
    classes: Int32Array.from(task.outcome),
    rows: Uint32Array.from({ length: task.train.rows }, (_, row) => row),
  };
}

/**
 * A task's training patients with the related task's class; patients whose class is unknown stay out.
 *
 * @throws TrainingError where fewer than two classes have patients
 */
export function relatedMember(task: FitTask, model: string): Member {
  if (!task.related) throw new TrainingError(`${model} ${task.id}`, 'no related task was given');
  const { classes } = task.related;
  const rows = Uint32Array.from([...classes.keys()].filter((row) => classes[row] >= 0));
  const present = new Set([...rows].map((row) => classes[row]));
  if (present.size < 2) {
    throw new TrainingError(
      `${model} ${task.id}`,
      'the related task has fewer than two classes among the training patients',
    );
  }
  return { features: task.train, classes, rows };
}
