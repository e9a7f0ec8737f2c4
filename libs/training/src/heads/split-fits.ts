import type { Precision } from './dual-head.ts';
import type { Head, HeadKind } from './head.ts';

/** Rows that a head learns from, and those whose logits are asked for. */
export interface Split {
  readonly train: Int32Array;
  readonly judged: Int32Array;
  /** Weight of each training row. @default 1 */
  readonly weights?: Float64Array;
}

export interface SplitFit {
  /** Number of the setting among those asked for. */
  readonly at: number;
  /** Class probabilities of the judged rows, `judged * K`. */
  readonly probabilities: Float64Array;
  /** Coefficients in the features' own units, made when asked. */
  readonly head: () => Head;
}

export interface SplitTask {
  readonly kind: HeadKind;
  /** In the order of the head's grid. */
  readonly settings: readonly number[];
  /** Of the last setting's fit; those before are stepping stones, or asked for their risks only. */
  readonly precision: Precision;
}

export interface SplitOptions {
  readonly standardise: boolean;
  readonly balanced: boolean;
}

/** Fits a head with each setting to a split. */
export type SplitFits = (split: Split, task: SplitTask) => readonly SplitFit[];
