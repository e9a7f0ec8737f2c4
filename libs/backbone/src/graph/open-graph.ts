import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Runtime } from '@raredx/runtime';
import type * as tfjs from '@tensorflow/tfjs';

/** What of tfjs-node 4.22.0's native backend a graph needs. */
interface GraphBackend {
  readonly loadSavedModelMetaGraph: (folder: string, tags: string) => number;
  readonly runSavedModel: (
    id: number,
    inputs: readonly tfjs.Tensor[],
    infos: readonly { readonly name: string }[],
    outputs: readonly string[],
  ) => tfjs.Tensor[];
  readonly deleteSavedModel: (id: number) => void;
}

/** A graph in a session of native TensorFlow: it has a life. */
export interface Graph {
  /** Feeds the inputs by name; the tensors that come back are the caller's. */
  readonly run: (inputs: Readonly<Record<string, tfjs.Tensor>>, outputs: readonly string[]) => tfjs.Tensor[];
  readonly dispose: () => void;
}

/**
 * Opens a graph (the bytes of a SavedModel without variables) in a session, where TensorFlow's optimiser joins each
 * convolution with its bias and activation, which operations run one by one cannot have.
 */
export function openGraph({ tf, kind }: Runtime, savedModel: Uint8Array): Graph {
  if (kind !== 'native') throw new Error('backbone: graphs need native TensorFlow');
  const backend = tf.backend() as unknown as GraphBackend;
  const folder = mkdtempSync(join(tmpdir(), 'raredx-graph-'));
  let id: number | undefined;
  try {
    writeFileSync(join(folder, 'saved_model.pb'), savedModel);
    id = backend.loadSavedModelMetaGraph(folder, 'serve');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    run: (inputs, outputs) => {
      if (id === undefined) throw new Error('backbone: the graph is disposed of');
      const infos = Object.keys(inputs).map((name) => ({ name: `${name}:0` }));
      return backend.runSavedModel(
        id,
        Object.values(inputs),
        infos,
        outputs.map((name) => `${name}:0`),
      );
    },
    dispose: () => {
      if (id !== undefined) backend.deleteSavedModel(id);
      id = undefined;
    },
  };
}
