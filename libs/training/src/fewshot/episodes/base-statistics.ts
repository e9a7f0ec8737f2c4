import type { ClassTask } from '../../features.ts';
import type { BaseStatistics } from '../support.ts';

/** Mean of all rows of the base classes: what SimpleShot and the transductive methods centre at. */
export function baseStatistics({ features: { rows, width, values } }: ClassTask): BaseStatistics {
  const mean = new Float64Array(width);
  for (let row = 0; row < rows; row++) for (let c = 0; c < width; c++) mean[c] += values[row * width + c];
  return { mean: mean.map((total) => total / rows) };
}
