/** The data at hand cannot support the fit that was asked for. */
export class TrainingError extends Error {
  readonly exitCode = 3;
  readonly advice: string | undefined;

  constructor(where: string, problem: string, advice?: string) {
    super(`${where}: ${problem}`);
    this.name = 'TrainingError';
    this.advice = advice;
  }
}
