import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import { EnvironmentError, type Runtime } from '@raredx/runtime';
import type * as tfjs from '@tensorflow/tfjs';
import type { EncoderFile, LoadedEncoder } from './encoder-file.ts';

/** The reader of tfjs-node says numbers and hands out protobuf's own dimensions. */
type Dimension = { readonly getSize: () => number };
type TensorInfo = { readonly name: string; readonly tfDtype: string; readonly shape: readonly Dimension[] };
type Signature = Readonly<Record<'inputs' | 'outputs', Readonly<Record<string, TensorInfo>>>>;

/** What of tfjs-node 4.22.0 is needed beyond tfjs. */
interface NodeTensorflow {
  readonly node: {
    readonly getMetaGraphsFromSavedModel: (
      path: string,
    ) => Promise<readonly { readonly tags: string[]; readonly signatureDefs: Record<string, Signature> }[]>;
    readonly loadSavedModel: (path: string) => Promise<{
      readonly predict: (inputs: Record<string, tfjs.Tensor>) => Record<string, tfjs.Tensor>;
      readonly dispose: () => void;
    }>;
  };
}

const hashOfFolder = (folder: string): string => {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.pb$|^variables\./.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const name of names.sort()) hash.update(`${name.slice(folder.length)}\0`).update(readFileSync(name));
  return hash.digest('hex');
};

const onlyOne = (entries: Readonly<Record<string, TensorInfo>>): string | undefined =>
  Object.keys(entries).length === 1 ? Object.keys(entries)[0] : undefined;

/**
 * Opens a TensorFlow SavedModel's `serving_default`. A SavedModel is a program: run only what you trust.
 *
 * @throws EnvironmentError (exit 6) without native TensorFlow
 */
export async function loadSavedModel(file: EncoderFile, { tf, kind }: Runtime): Promise<LoadedEncoder> {
  const { path, output } = file;
  if (kind !== 'native') {
    throw new EnvironmentError('backbone', 'a SavedModel needs native TensorFlow', 'run `npm run setup`');
  }
  const { node } = tf as unknown as NodeTensorflow;
  const graphs = await node.getMetaGraphsFromSavedModel(path);
  const signature = graphs.find(({ tags }) => tags.join() === 'serve')?.signatureDefs.serving_default;
  const input = signature && onlyOne(signature.inputs);
  if (!signature || !input) throw new ConfigError(path, 'has no serving_default that takes one tensor');
  const wanted = output ?? onlyOne(signature.outputs);
  if (wanted === undefined || !Object.hasOwn(signature.outputs, wanted)) {
    const names = Object.keys(signature.outputs).join(', ');
    throw new ConfigError(path, `which output? (${names})`, 'name one as output');
  }
  const { tfDtype, shape } = signature.inputs[input];
  const model = await node.loadSavedModel(path);
  return {
    sha256: hashOfFolder(path),
    input: {
      type: tfDtype === 'DT_FLOAT' ? 'float32' : tfDtype,
      shape: shape.map((dimension) => (dimension.getSize() > 0 ? dimension.getSize() : null)),
    },
    run: async (pixels, sizes) => {
      const features = tf.tidy(() => model.predict({ [input]: tf.tensor(pixels, [...sizes]) })[wanted]);
      const values = (await features.data()) as Float32Array;
      features.dispose();
      return { values, shape: features.shape };
    },
    dispose: () => model.dispose(),
  };
}
