import type { Batch } from '../endpoints/batch.ts';
import type { Metric } from '../endpoints/run.ts';
import { numberFromWire } from '../endpoints/wire-number.ts';
import type { Operation } from '../journal/operation.ts';

/** What one run is owed: operations joined until a request is full. Later tags win, as they would one by one. */
export interface PendingBatch {
  readonly run: string;
  /** the last line it holds something of */
  line: number;
  readonly metrics: Metric[];
  readonly params: Record<string, string>;
  readonly tags: Record<string, string>;
}

export const emptyBatch = (run: string): PendingBatch => ({
  run,
  line: 0,
  metrics: [],
  params: Object.create(null),
  tags: Object.create(null),
});

type Batched = Extract<Operation, { kind: 'params' | 'metrics' | 'tags' }>;

export function addTo(batch: PendingBatch, operation: Batched, line: number): void {
  batch.line = line;
  if (operation.kind === 'params') Object.assign(batch.params, operation.params);
  if (operation.kind === 'tags') Object.assign(batch.tags, operation.tags);
  if (operation.kind === 'metrics')
    for (const metric of operation.metrics)
      batch.metrics.push({ ...metric, value: numberFromWire(metric.value) });
}

/** Two halves, or none where there is one item: to find what a server refuses among what it takes. */
export function halvesOf(batch: Batch): readonly Batch[] {
  const items = [
    ...Object.entries(batch.params ?? {}).map((pair) => ({ params: [pair] })),
    ...(batch.metrics ?? []).map((metric) => ({ metrics: [metric] })),
    ...Object.entries(batch.tags ?? {}).map((pair) => ({ tags: [pair] })),
  ] as { params?: [string, string][]; metrics?: Metric[]; tags?: [string, string][] }[];
  if (items.length < 2) return [];
  const half = Math.ceil(items.length / 2);
  return [items.slice(0, half), items.slice(half)].map((part) => ({
    params: Object.fromEntries(part.flatMap(({ params }) => params ?? [])),
    metrics: part.flatMap(({ metrics }) => metrics ?? []),
    tags: Object.fromEntries(part.flatMap(({ tags }) => tags ?? [])),
  }));
}
