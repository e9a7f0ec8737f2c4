import type { DualRows } from './dual-rows.ts';
import type { LinearKernel } from './kernel/linear-kernel.ts';

/** A head fitted in the space of its rows: coefficients X'alpha, beside intercepts. */
export interface LinearDual {
  /** `rows * outputs`. */
  readonly alpha: Float64Array;
  readonly intercept: Float64Array;
}

/** How well a fit has to be solved: only its risks are asked for, or its coefficients are shown. */
export type Precision = 'risks' | 'coefficients';

/** Fits of one head to the same rows, one setting after the other, in the order of the head's grid. */
export interface DualPath {
  readonly fit: (setting: number, precision: Precision) => LinearDual;
}

export interface DualHead {
  /** What the setting is, in words. */
  readonly setting: string;
  /** Settings tried where none are given, the simplest model first. */
  readonly grid: readonly number[];
  /** Why a setting cannot be, or undefined. */
  readonly refuses: (setting: number) => string | undefined;
  /** Kernel memory of `open`. */
  readonly bytes: (rows: number, classCount: number) => number;
  readonly open: (kernel: LinearKernel, data: DualRows) => DualPath;
}
