/** When a request is tried again, and how long after. */
export interface RetryPolicy {
  /** retries after the first attempt */
  readonly limit: number;
  readonly firstDelayMs: number;
  readonly factor: number;
  readonly maxDelayMs: number;
  /** share of the delay that is random, 0 to 1 */
  readonly jitter: number;
  readonly statusCodes: readonly number[];
  /** a longer `Retry-After` than this is cut to it */
  readonly maxRetryAfterMs: number;
}

export const defaultRetryPolicy: RetryPolicy = Object.freeze({
  limit: 5,
  firstDelayMs: 500,
  factor: 2,
  maxDelayMs: 60_000,
  jitter: 0.5,
  statusCodes: Object.freeze([408, 425, 429, 500, 502, 503, 504]),
  maxRetryAfterMs: 120_000,
});

/**
 * Milliseconds before retry number `attempt` (0-based). A server that names a time gets it; the random part of the
 * delay keeps many clients from coming back at the same moment.
 *
 * @example retryDelayMs(defaultRetryPolicy, 2, { random: () => 0 })
 * // => 2000
 */
export function retryDelayMs(
  policy: RetryPolicy,
  attempt: number,
  given: { random: () => number; retryAfterMs?: number | undefined },
): number {
  if (given.retryAfterMs !== undefined) return Math.min(given.retryAfterMs, policy.maxRetryAfterMs);
  const full = Math.min(policy.firstDelayMs * policy.factor ** attempt, policy.maxDelayMs);
  return full * (1 - policy.jitter * given.random());
}
