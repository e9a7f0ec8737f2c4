import { TrainingError } from '../training-error.ts';
import type { Layer } from './layer-weights.ts';

const drawing = new Set(['GaussianNoise', 'GaussianDropout', 'AlphaDropout', 'SpatialDropout1D']);

/**
 * Refuses layers of which a part would silently not happen, or not happen twice alike, in a loop of our own.
 *
 * @throws TrainingError that names the layer
 */
export function checkLayers(layers: readonly Layer[]): void {
  for (const layer of layers) {
    const refuse = (problem: string, advice: string) => {
      throw new TrainingError('model', `layer ${layer.name} (${layer.getClassName()}) ${problem}`, advice);
    };
    if (drawsUnkeyed(layer)) refuse('draws random numbers that cannot be repeated', 'use a Dropout layer');
    if (layer.losses.length > 0)
      refuse('has a regularizer, which the loss would leave out', 'use the weight decay of adamw');
    if (layer.weights.some((weight) => 'constraint' in weight && weight.constraint))
      refuse('has a constraint, which an optimizer step would pass by', 'leave it out');
  }
}

/** Noise layers, dropout of a shape of its own, dropout within recurrent cells. */
function drawsUnkeyed(layer: Layer): boolean {
  const config = layer.getConfig();
  if (layer.getClassName() === 'Dropout') return Boolean(config.noiseShape);
  return drawing.has(layer.getClassName()) || dropsWithin(config);
}

function dropsWithin(config: unknown): boolean {
  if (typeof config !== 'object' || config === null) return false;
  return Object.entries(config).some(([key, value]) =>
    key === 'dropout' || key === 'recurrentDropout' ? Number(value) > 0 : dropsWithin(value),
  );
}
