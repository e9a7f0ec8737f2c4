/**
 * What weighted training owes to the intercepts: training with weights pretends other class shares than the data have,
 * and adding log(π_k / q_k), π the shares by the rows' own weights and q those by the weights trained with, takes the
 * pretence back. The slopes keep what the weights did to them; the risks are again those of the training prevalence.
 *
 * @see Saerens M, Latinne P, Decaestecker C (2002) Neural Comput 14:21-41
 * @example
 * priorCorrection(Int32Array.of(0, 0, 0, 1), { own: [1, 1, 1, 1], trained: [1, 1, 1, 3] }, 2) // => Float64Array.of(0.405465, -0.693147)
 */
export function priorCorrection(
  classes: Int32Array,
  weights: { readonly own: ArrayLike<number>; readonly trained: ArrayLike<number> },
  classCount: number,
): Float64Array {
  const own = shares(classes, weights.own, classCount);
  const trained = shares(classes, weights.trained, classCount);
  return own.map((share, k) => Math.log(share / trained[k]!));
}

function shares(classes: Int32Array, weights: ArrayLike<number>, classCount: number): Float64Array {
  const totals = new Float64Array(classCount);
  let all = 0;
  for (let i = 0; i < classes.length; i++) {
    totals[classes[i]!]! += weights[i]!;
    all += weights[i]!;
  }
  return totals.map((total) => total / all);
}

/** Takes the weights' pretence back from the intercepts; one output is the log odds of the second class. */
export function correctIntercept(intercept: Float64Array, correction: Float64Array): void {
  if (intercept.length === 1) intercept[0]! += correction[1]! - correction[0]!;
  else for (let k = 0; k < intercept.length; k++) intercept[k]! += correction[k]!;
}

/** Weights that give every class the same total, their mean 1. */
export function balancedWeights(
  classes: Int32Array,
  classCount: number,
  weights?: ArrayLike<number>,
): Float64Array {
  const totals = new Float64Array(classCount);
  let all = 0;
  for (let i = 0; i < classes.length; i++) {
    const w = weights?.[i] ?? 1;
    totals[classes[i]!]! += w;
    all += w;
  }
  return Float64Array.from(classes, (k, i) => ((weights?.[i] ?? 1) * all) / (classCount * totals[k]!));
}
