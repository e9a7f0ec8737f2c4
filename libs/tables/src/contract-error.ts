/**
 * Data broke a contract. The message is one line, lower case, without a period:
 * `where: what is wrong (offenders)`, and never holds a patient's values beyond row numbers.
 *
 * @example new ContractError('predictions', 'p outside [0, 1] in 3 rows (first: row 412)').message
 * // => 'predictions: p outside [0, 1] in 3 rows (first: row 412)'
 */
export class ContractError extends Error {
  readonly exitCode = 3;
  readonly where: string;
  readonly advice: string | undefined;

  constructor(where: string, problem: string, advice?: string) {
    super(`${where}: ${problem}`);
    this.name = 'ContractError';
    this.where = where;
    this.advice = advice;
  }
}
