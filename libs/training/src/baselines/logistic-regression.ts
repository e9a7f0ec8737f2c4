import type { LogisticSpec } from '@raredx/experiment';
import { expit, fitLogistic } from '@raredx/stats';
import type { Features, FitTask, FittedTask, Learner } from '../learner.ts';
import { TrainingError } from '../training-error.ts';

const rescueRidge = 1;

/**
 * Logistic regression by maximum likelihood (or with a declared ridge), the baseline that every network must beat.
 * Where the likelihood has no maximum (separation, collinear columns: common in small folds) the fit is repeated with
 * a ridge of 1 on the encoded slopes, and the note says so.
 */
export const learnLogistic: Learner<LogisticSpec> = async (spec, tasks, { onProgress }) =>
  tasks.map((task, at) => {
    const fitted = fitOne(spec, task);
    onProgress(at + 1, tasks.length);
    return fitted;
  });

function fitOne(spec: LogisticSpec, task: FitTask): FittedTask {
  const varying = task.train.columns.flatMap((column, at) => (varies(column) ? [at] : []));
  const columns = varying.map((at) => task.train.columns[at]);
  const notes: string[] = [];
  const data = { y: task.outcome, columns };
  let fit = fitLogistic(spec.ridge > 0 ? { ...data, ridge: spec.ridge } : data);
  if ('undefinedBecause' in fit && /separation|singular|not converged/.test(fit.undefinedBecause)) {
    notes.push(`${fit.undefinedBecause}; fitted with a ridge of ${rescueRidge}`);
    fit = fitLogistic({ ...data, ridge: rescueRidge });
  }
  if ('undefinedBecause' in fit) throw new TrainingError(`${spec.name} ${task.id}`, fit.undefinedBecause);
  const coefficients = new Float64Array(task.train.columns.length + 1);
  coefficients[0] = fit.coefficients[0];
  varying.forEach((column, at) => {
    coefficients[column + 1] = fit.coefficients[at + 1];
  });
  return {
    id: task.id,
    risks: [linearRisks(task.judge, coefficients)],
    weights: { coefficients: { shape: [coefficients.length], values: coefficients } },
    notes,
  };
}

function linearRisks(features: Features, coefficients: Float64Array): Float64Array {
  const risks = new Float64Array(features.rows);
  for (let row = 0; row < features.rows; row++) {
    let score = coefficients[0];
    for (let c = 0; c < features.columns.length; c++) score += coefficients[c + 1] * features.columns[c][row];
    risks[row] = expit(score);
  }
  return risks;
}

function varies(column: Float64Array): boolean {
  return column.some((value) => value !== column[0]);
}
