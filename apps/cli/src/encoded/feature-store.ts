import type { BackboneCard, ImageBackbone } from '@raredx/backbone';
import type { LeftOut } from '@raredx/cohort';
import type { EncoderSpec } from '@raredx/experiment';
import type { Runtime } from '@raredx/runtime';
import { canonicalJson } from '@raredx/tables';
import { type EncodedSamples, encodeSamples, openEncoder } from './encode-samples.ts';
import type { ImageSamples } from './open-samples.ts';
import { trivialTable } from './trivial-table.ts';

/** Features of one set of samples, computed once for each encoder that is asked for. */
export interface FeatureStore {
  readonly samples: ImageSamples;
  encoded(spec: EncoderSpec): Promise<EncodedSamples>;
  trivial(): Promise<EncodedSamples>;
  /** Cards of the encoders that were used. */
  cards(): readonly BackboneCard[];
  leftOut(): readonly LeftOut[];
}

export interface FeatureStoreOptions {
  readonly runtime: () => Promise<Runtime>;
  readonly onBad: 'stop' | 'count';
  readonly onProgress: (done: number, total: number, what: string) => void;
}

export function openFeatureStore(
  samples: ImageSamples,
  { runtime, onBad, onProgress }: FeatureStoreOptions,
): FeatureStore {
  const tables = new Map<string, Promise<EncodedSamples>>();
  const cards = new Map<string, BackboneCard>();
  let absent: readonly LeftOut[] = samples.images.leftOut;
  const once = (key: string, make: () => Promise<EncodedSamples>) => {
    const made = tables.get(key) ?? make();
    tables.set(key, made);
    return made;
  };
  const encode = async (spec: EncoderSpec) => {
    const encoder: ImageBackbone = await openEncoder(spec, await runtime());
    try {
      const what = `${encoder.name}, ${spec.size} px, colour ${spec.colour}`;
      const encoded = await encodeSamples(samples, encoder, spec, {
        onBad,
        onProgress: (done, total) => onProgress(done, total, what),
      });
      cards.set(encoder.hash, encoder.describe());
      absent = [...samples.images.leftOut, ...encoded.leftOut];
      return encoded;
    } finally {
      encoder.dispose();
    }
  };
  return {
    samples,
    encoded: (spec) => once(canonicalJson(spec), () => encode(spec)),
    trivial: () =>
      once('trivial', async () => ({
        features: await trivialTable(samples, (done, total) => onProgress(done, total, 'colour and size')),
        rows: Uint32Array.from({ length: samples.rows }, (_, row) => row),
        leftOut: [],
      })),
    cards: () => [...cards.values()],
    leftOut: () => absent,
  };
}
