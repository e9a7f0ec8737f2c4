/**
 * What the user wrote (a file, a flag) cannot be followed. One line, lower case, without a period:
 * `where: what is wrong (offenders)`; `advice` says what to do next.
 *
 * @example new ConfigError('relapse.yaml:12', 'unknown key (fold)', 'did you mean folds?').message
 * // => 'relapse.yaml:12: unknown key (fold)'
 */
export class ConfigError extends Error {
  readonly exitCode = 2;
  readonly where: string;
  readonly advice: string | undefined;

  constructor(where: string, problem: string, advice?: string) {
    super(`${where}: ${problem}`);
    this.name = 'ConfigError';
    this.where = where;
    this.advice = advice;
  }
}
