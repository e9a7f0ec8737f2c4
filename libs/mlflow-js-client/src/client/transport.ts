import { randomInt } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { type Dispatcher, request } from 'undici';
import { RemoteError } from '../errors/remote-error.ts';
import type { ClientConfig, Credentials } from './client-config.ts';
import { createDispatcher } from './dispatcher.ts';
import { type Answer, errorFromAnswer } from './error-from-answer.ts';
import { errorFromNetwork } from './error-from-network.ts';
import { defaultRetryPolicy, type RetryPolicy, retryDelayMs } from './retry-policy.ts';

/** A list becomes one pair an item. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** below the tracking address, beginning with a slash */
  readonly path: string;
  /** how errors name the request */
  readonly what: string;
  readonly query?: Query;
  readonly json?: unknown;
  /** made anew for each attempt */
  readonly file?: { open: () => Readable; bytes: number };
  /** false where doing it twice differs from doing it once: then an attempt of unknown fate is not repeated */
  readonly idempotent: boolean;
}

/** Sends requests over kept connections, with the retries of the policy. */
export class Transport {
  readonly trackingUri: string;
  readonly policy: RetryPolicy;
  readonly #config: ClientConfig;
  readonly #kept: Dispatcher;
  readonly #fresh: Dispatcher;
  readonly #timeoutMs: number;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(config: ClientConfig) {
    this.#config = config;
    this.trackingUri = config.trackingUri.replace(/\/+$/, '');
    this.policy = config.retry ?? defaultRetryPolicy;
    this.#timeoutMs = config.timeoutMs ?? 120_000;
    this.#kept = createDispatcher(config, { timeoutMs: this.#timeoutMs, keepConnections: true });
    // A kept connection may have died unseen while a training step held the event loop: a request that must not be
    // repeated gets one of its own.
    this.#fresh = createDispatcher(config, { timeoutMs: this.#timeoutMs, keepConnections: false });
    this.#headers = { accept: 'application/json', ...authorization(config.credentials) };
  }

  /** Sends and reads a JSON answer. */
  async json<T>(call: Call): Promise<T> {
    return this.#withRetries(call, async () => {
      const answer = await this.#answer(call);
      const error = errorFromAnswer(answer, call.what, this.policy);
      if (error) throw error;
      return parsed<T>(answer, call.what);
    });
  }

  /** Sends and hands over the body as a stream; retried only until the stream begins. */
  async stream(call: Call): Promise<Readable> {
    return this.#withRetries(call, async () => {
      const reply = await this.#send(call, undefined);
      if (reply.statusCode >= 200 && reply.statusCode < 300) return reply.body;
      const answer = { status: reply.statusCode, headers: reply.headers, text: await reply.body.text() };
      throw errorFromAnswer(answer, call.what, this.policy) ?? new Error(`${call.what}: no body`);
    });
  }

  /**
   * Puts bytes to an address that carries its own permission: nothing of ours goes along.
   * @returns the `ETag` of what was stored
   */
  async putElsewhere(part: {
    url: string;
    headers: Readonly<Record<string, string>>;
    file: { open: () => Readable; bytes: number };
    what: string;
  }): Promise<string> {
    const { url, file, what } = part;
    const headers = { ...part.headers, 'content-length': String(file.bytes) };
    return this.#withRetries({ idempotent: true }, async () => {
      try {
        const reply = await request(url, {
          method: 'PUT',
          dispatcher: this.#kept,
          headers,
          body: file.open(),
        });
        const answer = { status: reply.statusCode, headers: reply.headers, text: await reply.body.text() };
        const error = errorFromAnswer(answer, what, this.policy);
        if (error) throw error;
        return String(reply.headers.etag ?? '');
      } catch (thrown) {
        if (thrown instanceof RemoteError) throw thrown;
        throw errorFromNetwork(thrown, what, new URL(url).origin);
      }
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.#kept.close(), this.#fresh.close()]);
  }

  async #answer(call: Call): Promise<Answer> {
    // undici's own timeouts restart with every byte: a server that drips needs a bound on the whole.
    const bound = new AbortController();
    const start = (): NodeJS.Timeout => setTimeout(() => bound.abort(), this.#timeoutMs);
    let timer = call.file ? undefined : start();
    try {
      const reply = await this.#send(call, bound.signal);
      timer ??= start();
      return { status: reply.statusCode, headers: reply.headers, text: await reply.body.text() };
    } catch (thrown) {
      if (thrown instanceof RemoteError) throw thrown;
      throw errorFromNetwork(thrown, call.what, this.trackingUri);
    } finally {
      clearTimeout(timer);
    }
  }

  async #send(call: Call, signal: AbortSignal | undefined): Promise<Dispatcher.ResponseData> {
    const body = call.file ? call.file.open() : call.json === undefined ? null : JSON.stringify(call.json);
    const headers: Record<string, string> = { ...this.#headers };
    if (call.json !== undefined) headers['content-type'] = 'application/json';
    if (call.file) headers['content-length'] = String(call.file.bytes);
    try {
      return await request(this.trackingUri + call.path + queryText(call.query), {
        method: call.method,
        dispatcher: call.idempotent ? this.#kept : this.#fresh,
        headers,
        body,
        ...(signal ? { signal } : {}),
      });
    } catch (thrown) {
      throw errorFromNetwork(thrown, call.what, this.trackingUri);
    }
  }

  async #withRetries<T>(call: { readonly idempotent: boolean }, attemptOnce: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await attemptOnce();
      } catch (error) {
        const again =
          error instanceof RemoteError && error.retryable && (call.idempotent || !error.ambiguous);
        if (!again || attempt >= this.policy.limit) throw error;
        await this.pause(error, attempt);
      }
    }
  }

  /** Waits as the policy says before retry number `attempt`. */
  async pause(error: RemoteError, attempt: number): Promise<void> {
    const random = this.#config.random ?? systemRandom;
    const delayMs = retryDelayMs(this.policy, attempt, { random, retryAfterMs: error.retryAfterMs });
    this.#config.onRetry?.({ what: error.where, because: error.message, attempt, delayMs });
    await (this.#config.sleep ?? wait)(delayMs);
  }
}

const systemRandom = (): number => randomInt(2 ** 32) / 2 ** 32;

function parsed<T>(answer: Answer, what: string): T {
  try {
    return (answer.text === '' ? {} : JSON.parse(answer.text)) as T;
  } catch (cause) {
    const page = /^\s*</.test(answer.text);
    throw new RemoteError(what, page ? 'got a web page instead of an answer' : 'the answer was cut short', {
      problem: 'unreadable',
      retryable: true,
      ambiguous: true,
      advice: page ? 'a proxy or log-in page stands before the server: check MLFLOW_TRACKING_URI' : undefined,
      cause,
    });
  }
}

function authorization(credentials: Credentials | undefined): Record<string, string> {
  if (credentials?.kind === 'bearer') return { authorization: `Bearer ${credentials.token}` };
  if (credentials?.kind !== 'basic') return {};
  const pair = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');
  return { authorization: `Basic ${pair}` };
}

function queryText(query: Query | undefined): string {
  const pairs = Object.entries(query ?? {}).flatMap(([key, value]): [string, string][] =>
    value === undefined ? [] : [value].flat().map((one) => [key, String(one)]),
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}
