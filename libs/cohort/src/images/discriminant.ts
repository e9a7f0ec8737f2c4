import { solveSymmetric } from '@raredx/stats';

/** Rows of features, of the same length each. */
export type Features = readonly (readonly number[])[];

/**
 * Balanced accuracy, out of fold, of a linear discriminant with equal class weights: the mean over classes of the share
 * of their rows that are given to them. A hundredth of the mean variance is added to each variance, so that features
 * without spread do no harm: bring them to one scale before.
 *
 * @param classes 0-based
 * @param folds fold of each row
 */
export function discriminantAccuracy(
  features: Features,
  classes: ArrayLike<number>,
  { folds, classCount }: { readonly folds: ArrayLike<number>; readonly classCount: number },
): number {
  const hits = new Float64Array(classCount);
  const totals = new Float64Array(classCount);
  for (const fold of new Set(Array.from(folds))) {
    const inFold = (row: number) => folds[row] === fold;
    const predict = fitted(features, classes, { classCount, use: (row) => !inFold(row) });
    features.forEach((row, index) => {
      if (!inFold(index)) return;
      const actual = classes[index]!;
      totals[actual]! += 1;
      if (predict(row) === actual) hits[actual]! += 1;
    });
  }
  const shares = Array.from(hits, (hit, index) => (totals[index]! > 0 ? hit / totals[index]! : null));
  const seen = shares.filter((share) => share !== null);
  return seen.reduce((sum, share) => sum + share, 0) / seen.length;
}

interface Fit {
  readonly classCount: number;
  readonly use: (row: number) => boolean;
}

function fitted(features: Features, classes: ArrayLike<number>, { classCount, use }: Fit) {
  const width = features[0]!.length;
  const counts = new Float64Array(classCount);
  const means = Array.from({ length: classCount }, () => new Float64Array(width));
  const rows = features.flatMap((_, row) => (use(row) ? [row] : []));
  for (const row of rows) {
    counts[classes[row]!]! += 1;
    features[row]!.forEach((value, i) => {
      means[classes[row]!]![i]! += value;
    });
  }
  means.forEach((mean, index) => {
    for (let i = 0; i < width; i++) mean[i]! /= Math.max(counts[index]!, 1);
  });
  const within = pooledCovariance(features, classes, { rows, means });
  // The diagonal is raised, so the matrix is never singular.
  const weights = means.map((mean) => solveSymmetric(within, mean) as Float64Array);
  const offsets = weights.map((weight, index) => -0.5 * product(weight, means[index]!));
  return (row: readonly number[]) => {
    let [best, most] = [0, Number.NEGATIVE_INFINITY];
    for (let index = 0; index < classCount; index++) {
      if (counts[index] === 0) continue;
      const score = product(weights[index]!, row) + offsets[index]!;
      if (score > most) [best, most] = [index, score];
    }
    return best;
  };
}

function pooledCovariance(
  features: Features,
  classes: ArrayLike<number>,
  { rows, means }: { readonly rows: readonly number[]; readonly means: readonly Float64Array[] },
) {
  const width = features[0]!.length;
  const within = new Float64Array(width * width);
  for (const row of rows) {
    const away = features[row]!.map((value, i) => value - means[classes[row]!]![i]!);
    for (let i = 0; i < width; i++) {
      for (let j = 0; j <= i; j++) within[i * width + j]! += away[i]! * away[j]!;
    }
  }
  let spread = 0;
  for (let i = 0; i < width; i++) spread += within[i * width + i]! / width;
  for (let i = 0; i < width; i++) {
    within[i * width + i]! += 0.01 * spread + 1e-9;
    for (let j = 0; j < i; j++) within[j * width + i] = within[i * width + j]!;
  }
  return within;
}

function product(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i]! * other[i]!;
  return sum;
}
