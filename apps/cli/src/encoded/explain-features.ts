import type { EncoderSpec } from '@raredx/experiment';
import type { Runtime } from '@raredx/runtime';
import { type FeatureTable, featuresOf, type Readout } from '@raredx/training';
import type { OpenedNetwork } from './explain-network.ts';
import { explainedPixels, someImages } from './explain-pixels.ts';
import { siteReadout } from './explain-site-readout.ts';
import { featureRows } from './feature-rows.ts';
import { openFeatureStore } from './feature-store.ts';
import type { ImageSamples } from './samples.ts';
import { standardisedBySite } from './standardised-by-site.ts';

/** Features of training samples as the head is given them, and what was done to those of a sample before. */
export interface ExplainFeatures {
  readonly training: FeatureTable;
  /** The readout of raw features that says the same as one of standardised features. */
  readonly onRaw: (readout: Readout, rows: Uint32Array) => Readout;
}

interface FeatureRequest {
  readonly samples: ImageSamples;
  readonly training: Uint32Array;
  readonly opened: OpenedNetwork;
  readonly runtime: Runtime;
  readonly onProgress: (done: number, total: number) => void;
}

/** Pictures that are held at once while a fine-tuned network gives their features. */
const atOnce = 64;

export async function explainFeatures(request: FeatureRequest): Promise<ExplainFeatures> {
  const { samples, training, opened } = request;
  const { frozen, standardise } = opened;
  const onRaw = (readout: Readout) => readout;
  if (frozen === null) return { training: await ofNetwork(request), onRaw };
  if (standardise === 'pooled') {
    const { features } = await encoded(someImages(samples, training), frozen, request);
    return { training: features, onRaw };
  }
  const { features, rows } = await encoded(samples, frozen, request);
  const sites = Array.from(rows, (row) => samples.site[row] as string);
  const scaled = standardisedBySite(features, sites, opened.moments);
  return {
    training: featureRows(scaled, training),
    onRaw: (readout, own) => siteReadout(readout, { features, scaled }, { own, sites }),
  };
}

function encoded(samples: ImageSamples, spec: EncoderSpec, { runtime, onProgress }: FeatureRequest) {
  const store = openFeatureStore(samples, {
    runtime: async () => runtime,
    onBad: 'stop',
    onProgress,
  });
  return store.encoded(spec);
}

async function ofNetwork({ samples, training, opened, onProgress }: FeatureRequest): Promise<FeatureTable> {
  const { width } = opened.head;
  const readout = { width, weights: new Float32Array(), bias: new Float32Array() };
  const values = new Float32Array(training.length * width);
  for (let start = 0; start < training.length; start += atOnce) {
    const pictures = await explainedPixels(samples, training.subarray(start, start + atOnce), opened.encoder);
    values.set(featuresOf({ ...opened.network, readout }, pictures).values, start * width);
    onProgress(start, training.length);
  }
  return { rows: training.length, width, values };
}
