/** Which side a probability counts: `lower` is P(X <= x), `upper` is P(X > x), each with all its digits. */
export type Tail = 'lower' | 'upper';

/** @default lower */
export interface TailOption {
  readonly tail?: Tail;
}
