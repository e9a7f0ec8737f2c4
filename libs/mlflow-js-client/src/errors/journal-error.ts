/** The journal on disk is damaged, or belongs to something else. A torn last line is not damage. */
export class JournalError extends Error {
  readonly exitCode = 3;
  readonly where: string;
  readonly advice: string | undefined;

  constructor(where: string, what: string, advice?: string) {
    super(`${where}: ${what}`);
    this.name = 'JournalError';
    this.where = where;
    this.advice = advice;
  }
}
