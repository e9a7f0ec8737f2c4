/** A confidence (or prediction) interval; `confidence` is a fraction, e.g. 0.95. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
  readonly confidence: number;
  readonly method: string;
}
