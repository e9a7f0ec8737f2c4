import type { RetryPolicy } from './retry-policy.ts';

export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

export interface TlsSettings {
  /** PEM file of the authority that signed the server's certificate */
  readonly caFile?: string;
  /** PEM file with our own certificate and key */
  readonly clientCertificateFile?: string;
  /** accept any certificate; false unless said */
  readonly insecure?: boolean;
}

export interface ProxySettings {
  readonly http?: string;
  readonly https?: string;
  /** hosts reached directly, comma separated */
  readonly no?: string;
}

export interface ClientConfig {
  /** `http(s)://host[:port][/prefix]` */
  readonly trackingUri: string;
  readonly credentials?: Credentials;
  readonly tls?: TlsSettings;
  readonly proxy?: ProxySettings;
  readonly retry?: RetryPolicy;
  /** for a whole request and answer; for files, for each silent stretch; default 120,000 */
  readonly timeoutMs?: number;
  readonly connectTimeoutMs?: number;
  /** uniform in [0, 1), for the jitter of retries; the operating system's by default */
  readonly random?: () => number;
  /** waits between retries; replaced in tests */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** told of every retry before the wait */
  readonly onRetry?: (retry: { what: string; because: string; attempt: number; delayMs: number }) => void;
}
