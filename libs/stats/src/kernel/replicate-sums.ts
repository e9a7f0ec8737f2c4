/** Sums of one replicate; overwritten by the next. */
export interface ReplicateSums {
  weight: number;
  events: number;
  /** Weight of pairs in which a non-event ranks above an event, ties half: AUROC = 1 - discordant / (events (weight - events)). */
  discordant: number;
  /** Average precision = precision / events. */
  precision: number;
  /** Σ w (p - y)²: Brier = squared / weight. */
  squared: number;
  /** -Σ w log P(y); 0 where it is not asked for. */
  loss: number;
  /** By cell: weight, events, Σ w p. */
  readonly cellWeight: Float64Array;
  readonly cellEvents: Float64Array;
  readonly cellRisks: Float64Array;
}
