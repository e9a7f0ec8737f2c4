import { RemoteError, type RemoteProblem } from '../errors/remote-error.ts';

const problems: Readonly<Record<string, RemoteProblem>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
};

const words: Readonly<Record<string, string>> = {
  refused: 'nobody answers at this address',
  dns: 'the host name is unknown',
  tls: 'the certificate of the server is not trusted',
  timeout: 'no answer in time',
  reset: 'the connection broke',
};

/** Nothing was sent before these: a second attempt cannot do the thing twice. */
const beforeSending = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);

/** A failure of undici, told in our words. `what` names the request. */
export function errorFromNetwork(thrown: unknown, what: string, trackingUri: string): RemoteError {
  const { code, name } = innermost(thrown);
  const problem = problemOf(code, name);
  const sent = !beforeSending.has(code) && code !== 'UND_ERR_CONNECT_TIMEOUT' && problem !== 'tls';
  return new RemoteError(what, `${words[problem] ?? 'the request failed'} (${trackingUri})`, {
    problem,
    retryable: problem !== 'tls',
    ambiguous: sent,
    advice:
      problem === 'tls'
        ? 'name the authority in MLFLOW_TRACKING_SERVER_CERT_PATH'
        : 'check MLFLOW_TRACKING_URI and that the server runs; what was journaled is safe and can be synced later',
    cause: thrown,
  });
}

function problemOf(code: string, name: string): RemoteProblem {
  if (name === 'TimeoutError' || name === 'AbortError') return 'timeout';
  const known = problems[code];
  if (known !== undefined) return known;
  return /CERT|TLS|SSL|EPROTO|SELF_SIGNED|UNABLE_TO_/.test(code) ? 'tls' : 'reset';
}

function innermost(thrown: unknown): { code: string; name: string } {
  let error = thrown as { code?: unknown; name?: unknown; cause?: unknown; errors?: unknown[] };
  for (let depth = 0; depth < 5; depth++) {
    if (typeof error?.code === 'string' || error?.name === 'TimeoutError') break;
    const next = error?.errors?.[0] ?? error?.cause;
    if (typeof next !== 'object' || next === null) break;
    error = next;
  }
  return { code: String(error?.code ?? ''), name: String(error?.name ?? '') };
}
