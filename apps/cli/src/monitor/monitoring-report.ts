import type { Monitoring } from '@raredx/gate';
import type { LatencyRows } from './latency-checks.ts';

interface Side {
  readonly patients: number;
  readonly samples: number;
  readonly withOutcome: number;
  readonly events: number;
}

/** What `monitoring.json` holds. */
export interface MonitoringReport extends Monitoring {
  readonly schemaVersion: 1;
  readonly verdict: 'alert' | 'quiet' | 'insufficient';
  readonly predictions: string;
  readonly reference: {
    readonly folder: string;
    readonly model: string;
    readonly label: string;
    readonly partition: string;
  };
  readonly falseAlarmRate: number;
  readonly runLength: number | null;
  readonly seed: number;
  readonly populations: { readonly reference: Side; readonly new: Side };
  /** Null where no column of latencies was named. */
  readonly latency: LatencyRows | null;
  readonly unchecked: readonly string[];
}
