import type * as tfjs from '@tensorflow/tfjs';

export type Layer = tfjs.layers.Layer;

/** A weight of a layer under a name that is the same in every process (tfjs numbers its own names as they come). */
export interface NamedWeight {
  /** `<place of the layer>.<class>.<weight>`, e.g. `004.Conv2D.kernel`. */
  readonly name: string;
  readonly layer: Layer;
  readonly variable: tfjs.Variable;
  /** Moved by gradients; false for the moving statistics of BatchNorm. */
  readonly learned: boolean;
}

/** The layers that hold weights or do something else in training, models within the model opened up, inputs first. */
export function leafLayers(model: tfjs.LayersModel): Layer[] {
  return model.layers.flatMap((layer) =>
    'layers' in layer ? leafLayers(layer as tfjs.LayersModel) : [layer],
  );
}

/**
 * Every weight of a model. All layers become trainable in tfjs's own sense: what moves is decided by the phase, and tfjs
 * leaves BatchNorm in training mode whatever the flag says.
 */
export function namedWeights(model: tfjs.LayersModel): NamedWeight[] {
  return leafLayers(model).flatMap((layer, place) => {
    layer.trainable = true;
    const learned = new Set(layer.trainableWeights);
    return layer.weights.map((weight) => ({
      name: `${String(place).padStart(3, '0')}.${layer.getClassName()}.${weight.originalName.split('/').at(-1)}`,
      layer,
      variable: weight.read() as tfjs.Variable,
      learned: learned.has(weight),
    }));
  });
}

/** What a model computes besides its weights, layer by layer; without names, which tfjs numbers as they come. */
export function layerSettings(model: tfjs.LayersModel): unknown {
  const nameless = (key: string, value: unknown) => (key === 'name' ? undefined : value);
  return leafLayers(model).map((layer) => [
    layer.getClassName(),
    JSON.parse(JSON.stringify(layer.getConfig(), nameless)),
  ]);
}
