import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import type { Runtime } from '@raredx/runtime';
import type * as tfjs from '@tensorflow/tfjs';
import type { EncoderFile, LoadedEncoder } from './encoder-file.ts';

interface ModelJson {
  readonly format?: string;
  readonly modelTopology?: object;
  readonly weightsManifest?: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly tfjs.io.WeightsManifestEntry[];
  }[];
  readonly [other: string]: unknown;
}

const weightFile = (path: string, name: string): Uint8Array => {
  const inside = normalize(name);
  if (inside.startsWith('..') || inside.startsWith('/')) {
    throw new ConfigError(path, `a weight file lies outside the model's folder (${name})`);
  }
  const file = join(dirname(path), inside);
  if (!existsSync(file)) throw new ConfigError(path, `a weight file is missing (${name})`);
  return readFileSync(file);
};

const readModel = (path: string): { json: ModelJson; weights: Uint8Array; sha256: string } => {
  const text = readFileSync(path);
  let json: ModelJson;
  try {
    json = JSON.parse(text.toString('utf8')) as ModelJson;
  } catch {
    throw new ConfigError(path, 'is not JSON');
  }
  const manifest = json?.weightsManifest;
  if (!json?.modelTopology || manifest === undefined || !Array.isArray(manifest)) {
    throw new ConfigError(path, 'is no tfjs model', 'export with `model.save` or tensorflowjs_converter');
  }
  const parts = (manifest as NonNullable<ModelJson['weightsManifest']>).flatMap(({ paths }) =>
    paths.map((name) => weightFile(path, name)),
  );
  const hash = createHash('sha256').update(text);
  for (const part of parts) hash.update(part);
  return { json, weights: new Uint8Array(Buffer.concat(parts)), sha256: hash.digest('hex') };
};

const load = async ({ tf }: Runtime, path: string, json: ModelJson, weights: Uint8Array) => {
  const artifacts = {
    ...json,
    weightSpecs: (json.weightsManifest ?? []).flatMap((group) => group.weights),
    weightData: weights.buffer,
  } as unknown as tfjs.io.ModelArtifacts;
  const handler: tfjs.io.IOHandler = { load: async () => artifacts };
  try {
    if (json.format === 'graph-model') return await tf.loadGraphModel(handler);
    return await tf.loadLayersModel(handler);
  } catch (error) {
    throw new ConfigError(path, `is no tfjs model (${String((error as Error).message).split('\n')[0]})`);
  }
};

/** Opens a layers or graph model of tfjs; weight files are read from its folder alone. */
export async function loadTfjs(file: EncoderFile, runtime: Runtime): Promise<LoadedEncoder> {
  const { path, output } = file;
  const { tf } = runtime;
  const { json, weights, sha256 } = readModel(path);
  const model = await load(runtime, path, json, weights);
  const [input, ...others] = model.inputs;
  if (!input || others.length > 0) throw new ConfigError(path, 'does not take one tensor');
  const names = model.outputs.map(({ name }) => name);
  const at = output === undefined ? (names.length === 1 ? 0 : -1) : names.indexOf(output);
  if (at < 0) throw new ConfigError(path, `which output? (${names.join(', ')})`, 'name one as output');
  return {
    sha256,
    input: {
      type: input.dtype ?? 'float32',
      shape: (input.shape ?? []).map((size) => (size !== null && size > 0 ? size : null)),
    },
    run: async (pixels, shape) => {
      const features = tf.tidy(() => {
        const all = model.predict(tf.tensor(pixels, [...shape])) as tfjs.Tensor | tfjs.Tensor[];
        return Array.isArray(all) ? all[at] : all;
      });
      const values = (await features.data()) as Float32Array;
      features.dispose();
      return { values, shape: features.shape };
    },
    dispose: () => model.dispose(),
  };
}
