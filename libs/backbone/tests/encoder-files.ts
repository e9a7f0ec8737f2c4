import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tensorflow } from '@raredx/runtime';
import type * as tfjs from '@tensorflow/tfjs';
import { graphBuilder } from '../src/graph/graph-builder.ts';
import { bytesField, integerField, message, messageField } from '../src/graph/protobuf.ts';

// encoders whose features are the means of the three channels

const valueInfo = (field: number, name: string, type: number, shape: readonly (number | string)[]) => {
  const dims = shape.map((size) =>
    messageField(1, typeof size === 'number' ? integerField(1, size) : bytesField(2, size)),
  );
  const tensor = messageField(1, integerField(1, type), messageField(2, ...dims));
  return messageField(field, bytesField(1, name), messageField(2, tensor));
};

/** An ONNX file; `type` 1 is float32, 2 is uint8. */
export function writeOnnx(
  path: string,
  { shape = ['n', 3, 'h', 'w'] as (number | string)[], type = 1 } = {},
): string {
  const node = (op: string, input: string, output: string) =>
    messageField(1, bytesField(1, input), bytesField(2, output), bytesField(4, op));
  const pool =
    type === 1
      ? [node('GlobalAveragePool', 'x', 'pooled'), node('Flatten', 'pooled', 'features')]
      : [node('Identity', 'x', 'features')];
  const graph = messageField(
    7,
    ...pool,
    bytesField(2, 'means'),
    valueInfo(11, 'x', type, shape),
    valueInfo(12, 'features', type, type === 1 ? ['n', 3] : shape),
  );
  writeFileSync(path, message(integerField(1, 8), graph, messageField(8, integerField(2, 13))));
  return path;
}

export function writeSavedModel(folder: string): string {
  const graph = graphBuilder();
  const pixels = graph.placeholder('x', 'float', [-1, 16, 16, 3]);
  const axes = graph.constant(Int32Array.of(1, 2), [2]);
  const float = { T: { type: 'float' }, Tidx: { type: 'int32' }, keep_dims: { flag: false } } as const;
  graph.node('Mean', [pixels, axes], float, 'features');
  mkdirSync(folder, { recursive: true });
  const ends = { input: { node: 'x', shape: [-1, 16, 16, 3] }, output: { node: 'features', shape: [-1, 3] } };
  writeFileSync(join(folder, 'saved_model.pb'), graph.savedModel(ends));
  return folder;
}

/** A layers model; `pooled: false` gives the map before the pooling. */
export async function writeTfjs(tf: Tensorflow, folder: string, { pooled = true } = {}): Promise<string> {
  const ones = tf.layers.conv2d({
    ...{ filters: 3, kernelSize: 1, useBias: false, inputShape: [16, 16, 3] },
    weights: [tf.tensor4d([1, 0, 0, 0, 1, 0, 0, 0, 1], [1, 1, 3, 3])],
  });
  const pool = tf.layers.globalAveragePooling2d({ dataFormat: 'channelsLast' });
  const model = tf.sequential({ layers: pooled ? [ones, pool] : [ones] });
  mkdirSync(folder, { recursive: true });
  const save = async ({ weightData, weightSpecs, modelTopology }: tfjs.io.ModelArtifacts) => {
    writeFileSync(join(folder, 'w.bin'), new Uint8Array(weightData as ArrayBuffer));
    const weightsManifest = [{ paths: ['w.bin'], weights: weightSpecs }];
    writeFileSync(join(folder, 'model.json'), JSON.stringify({ modelTopology, weightsManifest }));
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } };
  };
  await model.save(tf.io.withSaveHandler(save));
  model.dispose();
  return join(folder, 'model.json');
}
