/** Another living process holds the journal, the sync, or the set-up. */
export class BusyError extends Error {
  readonly exitCode = 75;
  readonly where: string;
  readonly advice: string | undefined;
  readonly pid: number;

  constructor(where: string, pid: number, advice?: string) {
    super(`${where}: held by another process (pid ${pid})`);
    this.name = 'BusyError';
    this.where = where;
    this.pid = pid;
    this.advice = advice ?? 'wait for that process to end';
  }
}
