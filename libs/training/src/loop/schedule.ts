/** How the learning rate moves. `warmUp` is in epochs: the rate rises linearly to `rate` before anything else applies. */
export type Schedule = { readonly rate: number; readonly warmUp?: number } & (
  | { readonly kind: 'constant' }
  /** Half a cosine from `rate` to `end` times `rate`. @default end 0 */
  | { readonly kind: 'cosine'; readonly end?: number }
  /** Times `factor` after `patience` epochs without a lower loss, never below `least` times `rate`. */
  | { readonly kind: 'plateau'; readonly factor: number; readonly patience: number; readonly least?: number }
);

/** Where a step stands: `step` counts from 0 over the whole training, `losses` are those of the finished epochs. */
export interface SchedulePosition {
  readonly step: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly losses: readonly number[];
}

/**
 * Learning rate of a step, from its position alone: nothing is remembered between steps, so a resumed training has the
 * rates that an uninterrupted one has.
 *
 * Loshchilov I, Hutter F (2017). SGDR: stochastic gradient descent with warm restarts. ICLR.
 *
 * @example
 * rateAt({ kind: 'constant', rate: 0.1 }, { step: 9, stepsPerEpoch: 5, epochs: 2, losses: [1] }) // => 0.1
 * rateAt({ kind: 'cosine', rate: 0.1 }, { step: 5, stepsPerEpoch: 5, epochs: 2, losses: [1] }) // => 0.05
 */
export function rateAt(schedule: Schedule, position: SchedulePosition): number {
  const warm = Math.round((schedule.warmUp ?? 0) * position.stepsPerEpoch);
  if (position.step < warm) return (schedule.rate * (position.step + 1)) / warm;
  if (schedule.kind === 'constant') return schedule.rate;
  if (schedule.kind === 'plateau') {
    const share = schedule.factor ** plateaus(position.losses, schedule.patience);
    return schedule.rate * Math.max(schedule.least ?? 0, share);
  }
  const end = schedule.end ?? 0;
  const along = (position.step - warm) / Math.max(1, position.stepsPerEpoch * position.epochs - warm);
  return schedule.rate * (end + (1 - end) * 0.5 * (1 + Math.cos(Math.PI * along)));
}

/** How often `patience` epochs in a row brought no lower loss. */
function plateaus(losses: readonly number[], patience: number): number {
  let best = Number.POSITIVE_INFINITY;
  let waited = 0;
  let count = 0;
  for (const loss of losses) {
    if (loss < best) {
      best = loss;
      waited = 0;
      continue;
    }
    waited += 1;
    if (waited < patience) continue;
    count += 1;
    waited = 0;
  }
  return count;
}
