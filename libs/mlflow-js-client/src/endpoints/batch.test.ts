import { describe, expect, test } from 'vitest';
import { batchLimits, splitBatch } from './batch.ts';

const metric = (step: number) => ({
  key: 'loss',
  value: step / 7,
  step,
  timestamp: 1_700_000_000_000 + step,
});
const record = (count: number, length = 1) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 'v'.repeat(length)]));

describe('a batch is split', () => {
  test('by 1000 metrics, 100 params, 100 tags and 1000 together, losing and repeating nothing', () => {
    const metrics = Array.from({ length: 2345 }, (_, step) => metric(step));
    const parts = splitBatch({ metrics, params: record(150), tags: record(250) });
    for (const part of parts) {
      expect(part.metrics.length).toBeLessThanOrEqual(1000);
      expect(part.params.length).toBeLessThanOrEqual(100);
      expect(part.tags.length).toBeLessThanOrEqual(100);
      expect(part.metrics.length + part.params.length + part.tags.length).toBeLessThanOrEqual(1000);
    }
    expect(parts.flatMap((part) => part.metrics)).toEqual(metrics);
    expect(parts.flatMap((part) => part.params).map(({ key }) => key)).toEqual(Object.keys(record(150)));
    expect(parts.flatMap((part) => part.tags).map(({ key }) => key)).toEqual(Object.keys(record(250)));
  });

  test('exactly at the limits', () => {
    const count = (length: number) =>
      splitBatch({ metrics: Array.from({ length }, (_, i) => metric(i)) }).length;
    expect([0, 1, 1000, 1001, 2000, 2001].map(count)).toEqual([0, 1, 1, 2, 2, 3]);
  });

  test('by bytes, counted in UTF-8', () => {
    const tags = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`key${index}`, 'é'.repeat(8000)]),
    );
    const parts = splitBatch({ tags });
    expect(parts.length).toBe(2);
    for (const part of parts)
      expect(Buffer.byteLength(JSON.stringify({ run_id: 'r'.repeat(32), ...part }))).toBeLessThan(1_000_000);
    expect(batchLimits.bytes).toBeLessThan(1_000_000);
  });

  test('with NaN and infinities as protobuf writes them', () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.5];
    const metrics = values.map((value) => ({ ...metric(0), value }));
    expect(splitBatch({ metrics })[0]!.metrics.map(({ value }) => value)).toEqual([
      'NaN',
      'Infinity',
      '-Infinity',
      0.5,
    ]);
  });
});
