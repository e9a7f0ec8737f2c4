import { describe, expect, test } from 'vitest';
import { defaultRetryPolicy, retryDelayMs } from './retry-policy.ts';

describe('the delay before a retry', () => {
  test('doubles up to its bound', () => {
    const delays = [0, 1, 2, 3, 20].map((attempt) =>
      retryDelayMs(defaultRetryPolicy, attempt, { random: () => 0 }),
    );
    expect(delays).toEqual([500, 1000, 2000, 4000, 60_000]);
  });

  test('is shortened by the jitter, at most by its share', () => {
    expect(retryDelayMs(defaultRetryPolicy, 0, { random: () => 1 })).toBe(250);
    expect(retryDelayMs({ ...defaultRetryPolicy, jitter: 0 }, 0, { random: () => 1 })).toBe(500);
  });

  test('is what the server asks for, up to a bound', () => {
    const delay = (retryAfterMs: number) =>
      retryDelayMs(defaultRetryPolicy, 0, { random: () => 0, retryAfterMs });
    expect([0, 7000, 9e9].map(delay)).toEqual([0, 7000, 120_000]);
  });
});
