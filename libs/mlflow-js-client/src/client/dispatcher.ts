import { readFileSync } from 'node:fs';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { ClientConfig, TlsSettings } from './client-config.ts';

/** The connections of one client: timeouts, certificates, and a proxy where one is set. */
export function createDispatcher(
  config: ClientConfig,
  { timeoutMs, keepConnections }: { timeoutMs: number; keepConnections: boolean },
): Dispatcher {
  const options = {
    pipelining: keepConnections ? 1 : 0,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    keepAliveTimeout: 4_000,
    connect: { timeout: config.connectTimeoutMs ?? 10_000, ...tlsOptions(config.tls) },
  };
  const { http, https, no } = config.proxy ?? {};
  if (!http && !https) return new Agent(options);
  return new EnvHttpProxyAgent({
    ...options,
    ...(http ? { httpProxy: http } : {}),
    ...(https ? { httpsProxy: https } : {}),
    noProxy: no ?? '',
  });
}

function tlsOptions(tls: TlsSettings | undefined): Record<string, unknown> {
  const own = tls?.clientCertificateFile ? pem('client certificate', tls.clientCertificateFile) : undefined;
  return {
    ...(tls?.insecure ? { rejectUnauthorized: false } : {}),
    ...(tls?.caFile ? { ca: pem('server certificate', tls.caFile) } : {}),
    ...(own ? { cert: own, key: own } : {}),
  };
}

function pem(what: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ConfigurationError(what, `cannot be read (${file})`);
  }
}
