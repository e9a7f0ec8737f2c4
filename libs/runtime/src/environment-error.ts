/**
 * The machine lacks something that was asked for (a runtime, a GPU, a compiler). One line, lower case, without a period:
 * `where: what is wrong (offenders)`; `advice` says what to install or to run.
 *
 * @example new EnvironmentError('runtime', 'no GPU found', 'leave out --device gpu').message // => 'runtime: no GPU found'
 */
export class EnvironmentError extends Error {
  readonly exitCode = 6;
  readonly where: string;
  readonly advice: string;

  constructor(where: string, problem: string, advice: string) {
    super(`${where}: ${problem}`);
    this.name = 'EnvironmentError';
    this.where = where;
    this.advice = advice;
  }
}
