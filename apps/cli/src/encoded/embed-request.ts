import type { EncoderSpec } from '@raredx/experiment';

/** What `raredx embed` is asked. */
export interface EmbedRequest {
  readonly manifest: string;
  readonly image?: string;
  readonly text?: string;
  readonly encoder?: string;
  readonly size?: number;
  readonly colour: EncoderSpec['colour'];
  readonly device: 'auto' | 'cpu' | 'gpu';
  readonly out: string;
  readonly json: boolean;
  readonly quiet: boolean;
}
