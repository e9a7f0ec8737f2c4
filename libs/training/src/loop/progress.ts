/** Where a training stands, once a step. Counts are of what is done. */
export interface Progress {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly stepsPerEpoch: number;
  readonly loss: number;
  readonly rate: number;
  /** Seconds to the end at the pace since the start of this process; null where no clock was given or nothing is known. */
  readonly secondsLeft: number | null;
  /** `graph` or `eager`, and the runtime's device. */
  readonly engine: string;
}

/**
 * A progress report as one line for people.
 *
 * @example
 * progressLine({ epoch: 2, epochs: 20, step: 5, stepsPerEpoch: 9, loss: 0.41234, rate: 0.001, secondsLeft: 75, engine: 'graph, cpu' }) // => 'epoch 3/20, step 5/9, loss 0.4123, rate 0.001, 1 min 15 s left, graph, cpu'
 */
export function progressLine(progress: Progress): string {
  const { epoch, epochs, step, stepsPerEpoch, loss, rate, secondsLeft, engine } = progress;
  return [
    `epoch ${Math.min(epoch + 1, epochs)}/${epochs}`,
    `step ${step}/${stepsPerEpoch}`,
    `loss ${loss.toFixed(4)}`,
    `rate ${Number(rate.toPrecision(3))}`,
    ...(secondsLeft === null ? [] : [`${duration(secondsLeft)} left`]),
    engine,
  ].join(', ');
}

function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
