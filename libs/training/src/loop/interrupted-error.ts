/** Training was asked to stop; what it had reached is in its checkpoint. */
export class InterruptedError extends Error {
  readonly exitCode = 130;
  readonly advice: string;

  constructor(
    readonly epoch: number,
    readonly step: number,
    kept: boolean,
  ) {
    super(`training: interrupted in epoch ${epoch + 1} before step ${step + 1}`);
    this.name = 'InterruptedError';
    this.advice = kept
      ? 'run the same command again: it goes on where it stopped'
      : 'give a checkpoint folder to be able to go on next time';
  }
}
