/** What went wrong between us and the server, as far as it can be told from outside. */
export type RemoteProblem =
  | 'refused'
  | 'dns'
  | 'tls'
  | 'timeout'
  | 'reset'
  | 'redirect'
  | 'unreadable'
  | 'rejected'
  | 'unsupported';

export interface RemoteErrorFacts {
  problem: RemoteProblem;
  /** the same request may succeed later */
  retryable: boolean;
  /** the server may have done what was asked although no answer came */
  ambiguous: boolean;
  /** what the server asked us to wait, in milliseconds */
  retryAfterMs?: number | undefined;
  advice?: string | undefined;
  cause?: unknown;
}

/**
 * The server could not be reached, or did not answer as an MLflow server does.
 *
 * @example new RemoteError('mlflow', 'connection refused', { problem: 'refused', retryable: true, ambiguous: false }).message
 * // => 'mlflow: connection refused'
 */
export class RemoteError extends Error {
  readonly exitCode = 7;
  readonly where: string;
  readonly advice: string | undefined;
  readonly problem: RemoteProblem;
  readonly retryable: boolean;
  readonly ambiguous: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(where: string, what: string, facts: RemoteErrorFacts) {
    super(`${where}: ${what}`, facts.cause === undefined ? {} : { cause: facts.cause });
    this.name = 'RemoteError';
    this.where = where;
    this.advice = facts.advice;
    this.problem = facts.problem;
    this.retryable = facts.retryable;
    this.ambiguous = facts.ambiguous;
    this.retryAfterMs = facts.retryAfterMs;
  }
}
