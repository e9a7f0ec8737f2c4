/** This machine lacks what a local MLflow server needs. */
export class ServerEnvironmentError extends Error {
  readonly exitCode = 6;
  readonly where: string;
  readonly advice: string | undefined;

  constructor(where: string, what: string, advice?: string) {
    super(`${where}: ${what}`);
    this.name = 'ServerEnvironmentError';
    this.where = where;
    this.advice = advice;
  }
}
