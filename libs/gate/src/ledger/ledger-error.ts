/** A ledger is not as it was written, or may not be added to. Data of another kind than a table: exit 3 likewise. */
export class LedgerError extends Error {
  readonly exitCode = 3;
  readonly advice: string | undefined;

  constructor(where: string, problem: string, advice?: string) {
    super(`${where}: ${problem}`);
    this.name = 'LedgerError';
    this.advice = advice;
  }
}
