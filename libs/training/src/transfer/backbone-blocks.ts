import type * as tfjs from '@tensorflow/tfjs';
import { type Layer, leafLayers } from '../loop/layer-weights.ts';
import { TrainingError } from '../training-error.ts';

const ofBlock = /^(.*?block_?\d+[a-z]?)(?=_|$)/i;

/**
 * The layers of a backbone in blocks, inputs first: what is unfrozen together.
 *
 * @param names layers of each block; by default layers called `…block<n>_…` belong together, elsewhere a layer with a
 * kernel begins a block and what follows it (BatchNorm) belongs to it
 * @throws TrainingError where a layer with weights is in no block, or a name is unknown
 */
export function backboneBlocks(
  backbone: tfjs.LayersModel,
  names?: readonly (readonly string[])[],
): readonly (readonly Layer[])[] {
  const weighty = leafLayers(backbone).filter((layer) => layer.weights.length > 0);
  const blocks = names ? namedBlocks(weighty, names) : foundBlocks(weighty);
  const placed = new Set(blocks.flat());
  const loose = weighty.filter((layer) => !placed.has(layer)).map((layer) => layer.name);
  if (loose.length > 0)
    throw new TrainingError('backbone', `layers that belong to no block (${loose.join(', ')})`, 'name them');
  return blocks;
}

function namedBlocks(layers: readonly Layer[], names: readonly (readonly string[])[]): Layer[][] {
  return names.map((block) =>
    block.map((name) => {
      const layer = layers.find((one) => one.name === name);
      if (layer) return layer;
      throw new TrainingError('backbone', `no layer of this name with weights (${name})`);
    }),
  );
}

function foundBlocks(layers: readonly Layer[]): Layer[][] {
  const blocks: Layer[][] = [];
  let current: string | undefined;
  for (const layer of layers) {
    const block = ofBlock.exec(layer.name)?.[1];
    const begins =
      block === undefined
        ? current !== undefined || hasKernel(layer) || blocks.length === 0
        : block !== current;
    if (begins) blocks.push([]);
    blocks.at(-1)?.push(layer);
    current = block;
  }
  return blocks;
}

function hasKernel(layer: Layer): boolean {
  return layer.weights.some(({ originalName }) => /kernel|embeddings$/.test(originalName));
}
