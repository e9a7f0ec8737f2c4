import { MlflowError } from '../errors/mlflow-error.ts';
import { RemoteError } from '../errors/remote-error.ts';
import type { RetryPolicy } from './retry-policy.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** The error an answer stands for, or undefined for a success. `what` names the request, e.g. `runs/create`. */
export function errorFromAnswer(answer: Answer, what: string, policy: RetryPolicy): RemoteError | undefined {
  const { status } = answer;
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400)
    return new RemoteError(what, `the server redirects elsewhere (HTTP ${status})`, {
      problem: 'redirect',
      retryable: false,
      ambiguous: false,
      advice: 'set MLFLOW_TRACKING_URI to the final address: credentials are not sent along a redirect',
    });
  const body = parsedError(answer.text);
  const retryAfterMs = retryAfter(answer);
  // MLflow's SQLAlchemy store reports an exhausted connection pool as a bad request.
  const poolExhausted = status === 400 && /QueuePool limit/i.test(body.message);
  const retryable = poolExhausted || policy.statusCodes.includes(status);
  return new MlflowError(
    firstLine(body.message) || `HTTP ${status}`,
    { code: body.code ?? codeOfStatus(status), httpStatus: status, where: what },
    {
      retryable,
      ambiguous: retryable && status !== 429 && !(status === 503 && retryAfterMs !== undefined),
      retryAfterMs,
      advice: adviceFor(status),
    },
  );
}

function parsedError(text: string): { code: string | undefined; message: string } {
  try {
    const body = JSON.parse(text) as { error_code?: unknown; message?: unknown };
    return {
      code: typeof body?.error_code === 'string' ? body.error_code : undefined,
      message: typeof body?.message === 'string' ? body.message : '',
    };
  } catch {
    return { code: undefined, message: '' };
  }
}

const firstLine = (message: string): string =>
  (message.split('\n')[0] ?? '').slice(0, 300).replace(/\.$/, '');

/** An HTTP date is read against the answer's own `Date`, so that no clock of ours is needed. */
function retryAfter({ headers }: Answer): number | undefined {
  const value = headers['retry-after'];
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1000 : undefined;
  const sent = typeof headers.date === 'string' ? Date.parse(headers.date) : Number.NaN;
  const wait = Date.parse(value) - sent;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

function codeOfStatus(status: number): string {
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 403) return 'PERMISSION_DENIED';
  if (status === 404) return 'ENDPOINT_NOT_FOUND';
  if (status === 413) return 'REQUEST_LIMIT_EXCEEDED';
  return status >= 500 || status === 429 ? 'TEMPORARILY_UNAVAILABLE' : 'BAD_REQUEST';
}

function adviceFor(status: number): string | undefined {
  if (status === 401) return 'check MLFLOW_TRACKING_USERNAME and _PASSWORD, or MLFLOW_TRACKING_TOKEN';
  if (status === 403)
    return 'the account may not do this, or the server does not allow this host name (its --allowed-hosts)';
  if (status === 413) return 'raise the request limit of the proxy in front of the server';
  if (status >= 500 || status === 429) return 'the server is overloaded or down: try again later';
  return undefined;
}
