import { basename, resolve } from 'node:path';
import { type EncoderSpec, encodedExperimentSchema, writeAtomically } from '@raredx/experiment';
import { openRuntime } from '@raredx/runtime';
import { encodeFeatures } from '@raredx/tables';
import { requireParquetOut } from '../out-folder.ts';
import { createTalk } from '../talk.ts';
import { checkRequest } from './check-request.ts';
import type { EmbedRequest } from './embed-request.ts';
import type { EncodedSamples } from './encode-samples.ts';
import { openFeatureStore } from './feature-store.ts';
import { openSamples } from './open-samples.ts';
import type { Samples } from './samples.ts';

/** `raredx embed`: a row a sample with its keys, and a column a feature. */
export async function embed(request: EmbedRequest): Promise<number> {
  checkRequest(request);
  requireParquetOut(request.out, request.manifest);
  const talk = createTalk(process.stderr, request.quiet);
  const columns = {
    ...(request.image ? { image: request.image } : {}),
    ...(request.text ? { text: request.text } : {}),
    oneImageAPatient: true,
  };
  const samples = await openSamples(resolve(request.manifest), columns, { shown: request.manifest });
  const spec = encoderOf(request);
  const runtime = () => openRuntime({ device: request.device, onNotice: talk.line });
  const step = talk.step('embed');
  const store = openFeatureStore(samples, {
    ...{ runtime, onBad: 'stop' },
    onProgress: (done, total) => step.advance(done, total),
  });
  const encoded = await store.encoded(spec);
  writeAtomically(resolve(request.out), parquetOf(samples, encoded));
  const { rows, width } = encoded.features;
  step.end(`${rows} samples, ${width} features by ${store.cards()[0]?.name} → ${basename(request.out)}`);
  const result = { out: request.out, rows, width, encoder: store.cards()[0] };
  process.stdout.write(`${request.json ? JSON.stringify(result) : request.out}\n`);
  return 0;
}

function encoderOf({ encoder, size, colour, text }: EmbedRequest): EncoderSpec {
  return encodedExperimentSchema.shape.encoder.parse({
    name: encoder ?? (text === undefined ? 'efficientnet-lite0' : 'all-minilm-l6-v2'),
    ...(size === undefined ? {} : { size }),
    colour,
  });
}

function parquetOf(samples: Samples, { features, rows }: EncodedSamples): Uint8Array {
  const pick = (values: readonly (string | null)[]) => Array.from(rows, (row) => values[row] ?? null);
  return encodeFeatures({
    ...features,
    keys: { sample_id: pick(samples.sampleId), site: pick(samples.site), label: pick(samples.label) },
  });
}
