/** Rows that a loss is summed over; arrays of `columns` doubles a row, padding left alone. */
export interface LossRows {
  readonly rows: number;
  readonly columns: number;
  readonly classes: Int32Array;
  readonly weights: Float64Array;
  readonly classCount: number;
}

export interface LossArrays {
  readonly alpha: Float64Array;
  readonly logits: Float64Array;
  readonly gradient: Float64Array;
}

export interface RowLoss {
  /** C Σ w loss; gradient = alpha - C w (y - p). */
  readonly value: (c: number, arrays: LossArrays) => number;
  /** Mean over rows (weighted) and directions of the loss' second derivative. */
  readonly curvature: (logits: Float64Array) => number;
}

/** -log softmax(logits)[class]. */
export function softmaxLoss({ rows, columns, classes, weights, classCount }: LossRows): RowLoss {
  const p = new Float64Array(classCount);
  /** Probabilities of row i into p; log of the normaliser. */
  const softmax = (logits: Float64Array, at: number): number => {
    let largest = logits[at]!;
    for (let k = 1; k < classCount; k++) if (logits[at + k]! > largest) largest = logits[at + k]!;
    let total = 0;
    for (let k = 0; k < classCount; k++) {
      const e = Math.exp(logits[at + k]! - largest);
      p[k] = e;
      total += e;
    }
    for (let k = 0; k < classCount; k++) p[k]! /= total;
    return largest + Math.log(total);
  };
  return {
    value: (c, { alpha, logits, gradient }) => {
      let sum = 0;
      for (let i = 0; i < rows; i++) {
        const at = i * columns;
        const y = classes[i]!;
        const w = c * weights[i]!;
        sum += w * (softmax(logits, at) - logits[at + y]!);
        for (let k = 0; k < classCount; k++) gradient[at + k] = alpha[at + k]! + w * p[k]!;
        gradient[at + y]! -= w;
      }
      return sum;
    },
    curvature: (logits) => {
      let total = 0;
      let weight = 0;
      for (let i = 0; i < rows; i++) {
        softmax(logits, i * columns);
        let row = 0;
        for (let k = 0; k < classCount; k++) row += p[k]! * (1 - p[k]!);
        total += (weights[i]! * row) / (classCount - 1);
        weight += weights[i]!;
      }
      return total / weight;
    },
  };
}

/** log(1 + exp(-logit)) for class 1, log(1 + exp(logit)) for class 0. */
export function logisticLoss({ rows, columns, classes, weights }: LossRows): RowLoss {
  return {
    value: (c, { alpha, logits, gradient }) => {
      let sum = 0;
      for (let i = 0; i < rows; i++) {
        const at = i * columns;
        const w = c * weights[i]!;
        const f = logits[at]!;
        const y = classes[i]!;
        const e = Math.exp(-Math.abs(f));
        sum += w * (Math.log1p(e) + (f > 0 ? f : 0) - y * f);
        gradient[at] = alpha[at]! + w * ((f > 0 ? 1 : e) / (1 + e) - y);
      }
      return sum;
    },
    curvature: (logits) => {
      let total = 0;
      let weight = 0;
      for (let i = 0; i < rows; i++) {
        const e = Math.exp(-Math.abs(logits[i * columns]!));
        total += (weights[i]! * e) / (1 + e) ** 2;
        weight += weights[i]!;
      }
      return total / weight;
    },
  };
}
