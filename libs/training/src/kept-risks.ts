import type { ModelSpec } from '@raredx/experiment';
import { expit } from '@raredx/stats';
import type { Features, Weights } from './learner.ts';
import { TrainingError } from './training-error.ts';

type Kept = Readonly<Record<string, Pick<Weights, 'shape'> & { readonly values: ArrayLike<number> }>>;

/**
 * Risks of patients by the weights that a learner kept. No tensor runtime: a table's networks are small, and a risk
 * should not need one. Sums are in double precision, so the risks of networks differ from those of training by
 * about 1e-6.
 *
 * @param features encoded as the model's training patients were, columns in the order of the weights
 * @throws TrainingError where the weights are not those of such a model
 */
export function keptRisks(kind: ModelSpec['kind'], weights: Kept, features: Features): Float64Array {
  if (kind === 'logistic') return linearRisks(named(weights, 'coefficients'), features);
  const last = layersOf(weights, features);
  if (kind !== 'prototypical') return last.values.map(expit);
  const prototypes = named(weights, 'prototypes');
  const offset = Math.log(named(weights, 'prior')[0]! / (1 - named(weights, 'prior')[0]!));
  return Float64Array.from({ length: features.rows }, (_, row) => {
    const distance = (c: number) => {
      let sum = 0;
      for (let unit = 0; unit < last.width; unit++)
        sum += (last.values[row * last.width + unit] - prototypes[c * last.width + unit]) ** 2;
      return sum;
    };
    return expit(distance(0) - distance(1) + offset);
  });
}

function named(weights: Kept, name: string): ArrayLike<number> {
  const found = weights[name]?.values;
  if (found) return found;
  throw new TrainingError('weights', `there is no ${name}`, 'fit the model again with this version');
}

function linearRisks(coefficients: ArrayLike<number>, { rows, columns }: Features): Float64Array {
  if (coefficients.length !== columns.length + 1)
    throw new TrainingError(
      'weights',
      `${coefficients.length - 1} slopes for ${columns.length} encoded columns`,
    );
  return Float64Array.from({ length: rows }, (_, row) => {
    let score = coefficients[0];
    for (let c = 0; c < columns.length; c++) score += coefficients[c + 1] * columns[c][row];
    return expit(score);
  });
}

/** Hidden layers are rectified, the last one is linear. */
function layersOf(weights: Kept, { rows, columns }: Features): { width: number; values: Float64Array } {
  const depth = Object.keys(weights).filter((name) => name.endsWith('.kernel')).length;
  let width = columns.length;
  let values = Float64Array.from(
    { length: rows * width },
    (_, at) => columns[at % width][Math.floor(at / width)],
  );
  for (let layer = 0; layer < depth; layer++) {
    const [kernel, bias] = [named(weights, `layer-${layer}.kernel`), named(weights, `layer-${layer}.bias`)];
    const out = bias.length;
    if (kernel.length !== width * out)
      throw new TrainingError('weights', `layer ${layer} does not fit ${width} inputs`);
    const next = new Float64Array(rows * out);
    for (let row = 0; row < rows; row++)
      for (let unit = 0; unit < out; unit++) {
        let sum = bias[unit];
        for (let from = 0; from < width; from++)
          sum += values[row * width + from] * kernel[from * out + unit];
        next[row * out + unit] = layer < depth - 1 ? Math.max(0, sum) : sum;
      }
    [values, width] = [next, out];
  }
  return { width, values };
}
