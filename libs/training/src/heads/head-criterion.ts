/** What a setting is chosen by: mean log loss of a row (less is better), or the mean over classes of their recall. */
export type HeadCriterion = 'log-loss' | 'balanced-accuracy';

interface CriterionSum {
  readonly add: (probabilities: Float64Array, classOf: (row: number) => number) => void;
  readonly value: () => number;
}

/** A criterion over rows that arrive fold by fold. */
export function criterionOf(criterion: HeadCriterion, classCount: number): CriterionSum {
  const right = new Float64Array(classCount);
  const counts = new Float64Array(classCount);
  let loss = 0;
  return {
    add: (p, classOf) => {
      for (let i = 0; i < p.length / classCount; i++) {
        const y = classOf(i);
        counts[y]! += 1;
        // As scikit-learn does: a double cannot tell a risk from 0 below this.
        loss -= Math.log(Math.max(p[i * classCount + y]!, Number.EPSILON));
        const row = p.subarray(i * classCount, (i + 1) * classCount);
        if (row.indexOf(Math.max(...row)) === y) right[y]! += 1;
      }
    },
    value: () =>
      criterion === 'log-loss'
        ? loss / counts.reduce((total, count) => total + count, 0)
        : right.reduce((total, hits, k) => total + hits / counts[k]!, 0) / classCount,
  };
}

/** The best setting, the first of equals. */
export function firstBest(curve: Float64Array, criterion: HeadCriterion): number {
  const better = criterion === 'log-loss' ? Math.min(...curve) : Math.max(...curve);
  return curve.indexOf(better);
}
