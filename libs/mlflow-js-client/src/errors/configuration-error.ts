/** The caller asked for something that cannot be: a setting, a name, a limit of MLflow. */
export class ConfigurationError extends Error {
  readonly exitCode = 2;
  readonly where: string;
  readonly advice: string | undefined;

  constructor(where: string, what: string, advice?: string) {
    super(`${where}: ${what}`);
    this.name = 'ConfigurationError';
    this.where = where;
    this.advice = advice;
  }
}
