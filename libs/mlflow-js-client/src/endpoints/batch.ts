import type { Transport } from '../client/transport.ts';
import { MlflowError } from '../errors/mlflow-error.ts';
import { pairsOf, type WirePair } from './key-values.ts';
import type { Metric, WireMetric } from './run.ts';
import { wireNumber } from './wire-number.ts';

export interface Batch {
  readonly metrics?: readonly Metric[];
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What one `runs/log-batch` request may hold. */
export const batchLimits = Object.freeze({
  metrics: 1000,
  params: 100,
  tags: 100,
  total: 1000,
  bytes: 950_000,
});

interface WireBatch {
  metrics: WireMetric[];
  params: WirePair[];
  tags: WirePair[];
}

/**
 * The requests a batch becomes, in order: params, then metrics, then tags, each filled as far as the limits go.
 *
 * @example splitBatch({ params: { seed: '7' } }).length
 * // => 1
 */
export function splitBatch(batch: Batch, limits = batchLimits): readonly WireBatch[] {
  const parts: WireBatch[] = [];
  let part: WireBatch = { metrics: [], params: [], tags: [] };
  let total = 0;
  let bytes = 0;
  const put = <Kind extends keyof WireBatch>(kind: Kind, item: WireBatch[Kind][number]): void => {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    const full = part[kind].length >= limits[kind] || total >= limits.total || bytes + size > limits.bytes;
    if (full && total > 0) {
      parts.push(part);
      part = { metrics: [], params: [], tags: [] };
      total = 0;
      bytes = 0;
    }
    (part[kind] as (typeof item)[]).push(item);
    total += 1;
    bytes += size;
  };
  for (const pair of pairsOf(batch.params)) put('params', pair);
  for (const { key, value, timestamp, step } of batch.metrics ?? [])
    put('metrics', { key, value: wireNumber(value), timestamp, step });
  for (const pair of pairsOf(batch.tags)) put('tags', pair);
  if (total > 0) parts.push(part);
  return parts;
}

/** Sends a batch in parts; a part that a proxy finds too large is halved until it passes. */
export function logBatchSender(transport: Transport) {
  const send = async (runId: string, part: WireBatch): Promise<void> => {
    const call = { method: 'POST', path: '/api/2.0/mlflow/runs/log-batch', what: 'runs/log-batch' } as const;
    try {
      await transport.json({ ...call, json: { run_id: runId, ...part }, idempotent: true });
    } catch (error) {
      const halves = error instanceof MlflowError && error.httpStatus === 413 ? halved(part) : [];
      if (halves.length === 0) throw error;
      for (const half of halves) await send(runId, half);
    }
  };
  return async (runId: string, batch: Batch): Promise<void> => {
    for (const part of splitBatch(batch)) await send(runId, part);
  };
}

function halved({ params, metrics, tags }: WireBatch): WireBatch[] {
  const items = params.length + metrics.length + tags.length;
  if (items < 2) return [];
  const half = Math.floor(items / 2);
  const cut = <T>(list: T[], before: number): [T[], T[]] => {
    const at = Math.min(Math.max(half - before, 0), list.length);
    return [list.slice(0, at), list.slice(at)];
  };
  const [paramsA, paramsB] = cut(params, 0);
  const [metricsA, metricsB] = cut(metrics, params.length);
  const [tagsA, tagsB] = cut(tags, params.length + metrics.length);
  return [
    { params: paramsA, metrics: metricsA, tags: tagsA },
    { params: paramsB, metrics: metricsB, tags: tagsB },
  ];
}
