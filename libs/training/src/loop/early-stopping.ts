export interface EarlyStopping {
  /** Epochs without a better tuning loss after which training ends. */
  readonly patience: number;
  /** A loss counts as better only when lower by more than this. @default 0 */
  readonly atLeast?: number;
}

/**
 * The epoch (from 0) with the lowest loss so far, and whether to stop. Read from the curve alone, so that resuming needs
 * no memory of its own.
 *
 * Prechelt L (1998). Early stopping, but when? Neural Networks: Tricks of the Trade.
 *
 * @example
 * earlyStop([0.7, 0.5, 0.6, 0.55], { patience: 2 }) // => { best: 1, stop: true }
 */
export function earlyStop(
  losses: readonly number[],
  { patience, atLeast = 0 }: EarlyStopping,
): { readonly best: number; readonly stop: boolean } {
  let best = 0;
  for (let epoch = 1; epoch < losses.length; epoch++)
    if (losses[epoch] < losses[best] - atLeast) best = epoch;
  return { best, stop: losses.length - 1 - best >= patience };
}
