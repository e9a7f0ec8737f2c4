import { ContractError } from '@raredx/tables';
import type { FeatureTable } from '../features.ts';

/** A linear classifier of frozen features: logits are `features · coefficients + intercept`. */
export interface Head {
  readonly kind: HeadKind;
  readonly classNames: readonly string[];
  readonly width: number;
  /** One row of `width` a class; for two classes a softmax head has one row, the log odds of the second. */
  readonly coefficients: Float64Array;
  readonly intercept: Float64Array;
  readonly notes: readonly string[];
}

export const headKinds = ['softmax', 'ridge', 'lda', 'nearest-centroid'] as const;
export type HeadKind = (typeof headKinds)[number];

/**
 * Class probabilities of each row, `rows * K`.
 *
 * @throws ContractError for features of another width
 * @example
 * headProbabilities({ kind: 'softmax', classNames: ['a', 'b'], width: 1, coefficients: Float64Array.of(0), intercept: Float64Array.of(0), notes: [] }, { rows: 1, width: 1, values: Float32Array.of(3) }) // => Float64Array.of(0.5, 0.5)
 */
export function headProbabilities(head: Head, features: FeatureTable): Float64Array {
  const { width, coefficients, intercept } = head;
  if (features.width !== width)
    throw new ContractError(
      'head',
      `features have ${features.width} columns, the head was fitted on ${width}`,
    );
  const outputs = intercept.length;
  const logits = new Float64Array(features.rows * outputs);
  for (let i = 0; i < features.rows; i++)
    for (let k = 0; k < outputs; k++) {
      let total = intercept[k]!;
      for (let j = 0; j < width; j++) total += features.values[i * width + j]! * coefficients[k * width + j]!;
      logits[i * outputs + k] = total;
    }
  return probabilities(logits, outputs);
}

/** Softmax of each row, or the logistic function where there is one output: `rows * K`. */
export function probabilities(logits: Float64Array, outputs: number): Float64Array {
  if (outputs === 1) {
    const p = new Float64Array(2 * logits.length);
    for (let i = 0; i < logits.length; i++) {
      const e = Math.exp(-Math.abs(logits[i]!));
      const less = e / (1 + e);
      p[2 * i] = logits[i]! > 0 ? less : 1 - less;
      p[2 * i + 1] = logits[i]! > 0 ? 1 - less : less;
    }
    return p;
  }
  const p = new Float64Array(logits.length);
  for (let at = 0; at < logits.length; at += outputs) {
    let largest = -Infinity;
    for (let k = 0; k < outputs; k++) largest = Math.max(largest, logits[at + k]!);
    let total = 0;
    for (let k = 0; k < outputs; k++) total += p[at + k] = Math.exp(logits[at + k]! - largest);
    for (let k = 0; k < outputs; k++) p[at + k]! /= total;
  }
  return p;
}
