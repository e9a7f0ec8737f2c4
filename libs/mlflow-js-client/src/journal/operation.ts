import type { DatasetInput } from '../endpoints/run.ts';

export type EndStatus = 'FINISHED' | 'FAILED' | 'KILLED';

/** A metric value as JSON can hold it: `NaN` and the infinities as text. */
export interface JournaledMetric {
  readonly key: string;
  readonly value: number | string;
  readonly step: number;
  readonly timestamp: number;
}

/** First line of every journal. */
export interface JournalHeader {
  readonly kind: 'journal';
  readonly version: 1;
  /** names this journal on every server it is synced to */
  readonly id: string;
  readonly experiment: string;
}

/** What can be said about a run; `run` is a key of the journal, not an id of a server. */
export type Operation =
  | {
      readonly kind: 'start';
      readonly run: string;
      readonly name: string;
      readonly parent?: string;
      readonly tags: Readonly<Record<string, string>>;
      readonly startTime: number;
    }
  | { readonly kind: 'params'; readonly run: string; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'metrics'; readonly run: string; readonly metrics: readonly JournaledMetric[] }
  | { readonly kind: 'tags'; readonly run: string; readonly tags: Readonly<Record<string, string>> }
  | { readonly kind: 'inputs'; readonly run: string; readonly datasets: readonly DatasetInput[] }
  | {
      readonly kind: 'artifact';
      readonly run: string;
      /** full name below the run's artifacts */
      readonly path: string;
      readonly sha256: string;
      readonly bytes: number;
      /** where the bytes lie when the journal keeps no copy of them */
      readonly localPath?: string;
    }
  | {
      readonly kind: 'end';
      readonly run: string;
      readonly status: EndStatus;
      readonly endTime: number;
    };
