import type { BackboneCard } from '@raredx/backbone';
import { ConfigError, type EncoderSpec } from '@raredx/experiment';
import type { Runtime } from '@raredx/runtime';
import { canonicalJson } from '@raredx/tables';
import { type EncodedSamples, encodeImages, encodeNotes, openEncoder } from './encode-samples.ts';
import type { Samples } from './samples.ts';
import { trivialOfImages, trivialOfNotes } from './trivial-table.ts';

/** Features of one set of samples, computed once for each encoder that is asked for. */
export interface FeatureStore {
  encoded(spec: EncoderSpec): Promise<EncodedSamples>;
  trivial(): Promise<EncodedSamples>;
  /** Cards of the encoders that were used. */
  cards(): readonly BackboneCard[];
}

export interface FeatureStoreOptions {
  readonly runtime: () => Promise<Runtime>;
  readonly onBad: 'stop' | 'count';
  readonly onProgress: (done: number, total: number, what: string) => void;
}

export function openFeatureStore(
  samples: Samples,
  { runtime, onBad, onProgress }: FeatureStoreOptions,
): FeatureStore {
  const tables = new Map<string, Promise<EncodedSamples>>();
  const cards = new Map<string, BackboneCard>();
  const once = (key: string, make: () => Promise<EncodedSamples>) => {
    const made = tables.get(key) ?? make();
    tables.set(key, made);
    return made;
  };
  const encode = async (spec: EncoderSpec) => {
    const encoder = await openEncoder(spec, await runtime());
    const what = encoder.kind === 'image' ? `${encoder.name}, ${spec.size} px, ${spec.colour}` : encoder.name;
    const options = {
      onBad,
      onProgress: (done: number, total: number) => onProgress(done, total, what),
    };
    try {
      const encoded = await (() => {
        if (samples.kind === 'images' && encoder.kind === 'image')
          return encodeImages(samples, encoder, spec, options);
        if (samples.kind === 'notes' && encoder.kind === 'text')
          return encodeNotes(samples, encoder, options);
        throw new ConfigError('encoder', `${encoder.name} does not read ${samples.kind}`);
      })();
      cards.set(encoder.hash, encoder.describe());
      return encoded;
    } finally {
      encoder.dispose();
    }
  };
  const trivial = async (): Promise<EncodedSamples> =>
    samples.kind === 'images'
      ? trivialOfImages(samples, {
          onBad,
          onProgress: (done, total) => onProgress(done, total, 'colour and size'),
        })
      : trivialOfNotes(samples);
  return {
    encoded: (spec) => once(canonicalJson(spec), () => encode(spec)),
    trivial: () => once('trivial', trivial),
    cards: () => [...cards.values()],
  };
}
