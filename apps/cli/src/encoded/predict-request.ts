import type { SampleColumns } from './train-request.ts';

/** What `raredx predict` is asked. */
export interface PredictRequest extends SampleColumns {
  readonly manifest: string;
  readonly model: string;
  readonly onBad: 'stop' | 'count';
  readonly device: 'auto' | 'cpu' | 'gpu';
  readonly out: string;
  readonly json: boolean;
  readonly quiet: boolean;
}
