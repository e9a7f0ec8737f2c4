import type { FeatureTable } from '@raredx/training';

/** Mean and variance of each feature. */
export interface Moments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** Samples for which all sites together speak when a site is standardised: few samples of a site say little of it. */
const priorSamples = 30;

/**
 * Brings each feature to mean 0 and spread 1 within each site: what a site's stain and scanner add to all of its pictures
 * drops out, labels are not needed. The moments of all sites count as 30 samples of each, so that a site of few samples,
 * or of one, is brought by what was learned and not by itself.
 *
 * @param known moments of all sites that were learned from; default: those of the table
 */
export function standardisedBySite(
  features: FeatureTable,
  site: readonly string[],
  known: Moments = pooledMoments(features),
): FeatureTable {
  const { rows, width, values } = features;
  const members = new Map<string, number[]>();
  site.forEach((name, row) => {
    const own = members.get(name);
    if (own) own.push(row);
    else members.set(name, [row]);
  });
  const out = new Float32Array(values.length);
  for (const own of members.values()) {
    const { mean, variance } = blended(momentsOf(features, own), own.length, known);
    const scale = variance.map((square) => (square > 0 ? 1 / Math.sqrt(square) : 1));
    for (const row of own)
      for (let j = 0; j < width; j++) {
        const at = row * width + j;
        out[at] = ((values[at] as number) - (mean[j] as number)) * (scale[j] as number);
      }
  }
  return { rows, width, values: out };
}

/** Moments of all samples of a table. */
export function pooledMoments(features: FeatureTable): Moments {
  return momentsOf(
    features,
    Array.from({ length: features.rows }, (_, row) => row),
  );
}

function momentsOf({ width, values }: FeatureTable, rows: readonly number[]): Moments {
  const mean = new Float64Array(width);
  const variance = new Float64Array(width);
  for (const row of rows)
    for (let j = 0; j < width; j++)
      mean[j] = (mean[j] as number) + (values[row * width + j] as number) / rows.length;
  for (const row of rows)
    for (let j = 0; j < width; j++) {
      const off = (values[row * width + j] as number) - (mean[j] as number);
      variance[j] = (variance[j] as number) + off ** 2 / rows.length;
    }
  return { mean, variance };
}

function blended(own: Moments, samples: number, pooled: Moments): Moments {
  const share = samples / (samples + priorSamples);
  const mix = (one: Float64Array, other: Float64Array) =>
    one.map((value, j) => share * value + (1 - share) * (other[j] as number));
  return { mean: mix(own.mean, pooled.mean), variance: mix(own.variance, pooled.variance) };
}
