import { type ClusteredOptions, clusteredMean } from '../gates/clustered-mean.ts';
import type { FeatureImportance } from '../tables/permutation-importance.ts';
import type { AttributionMap } from './attribution-map.ts';

const zones = ['innermost third of the picture', 'middle third', 'outermost third'] as const;

/**
 * Which share of a map's weight (by size) lies in the innermost, middle and outermost third of the picture's area, mean
 * over pictures: a model that looks at corners has learned the camera, not the disease.
 */
export function zoneShares(
  maps: readonly AttributionMap[],
  options: ClusteredOptions,
): readonly FeatureImportance[] {
  const shares = maps.map(sharesOf);
  return zones.map((feature, zone) => {
    const values = shares.map((share) => share[zone]);
    const found = clusteredMean(values, options);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    if ('undefinedBecause' in found) return { feature, importance: mean, lower: null, upper: null };
    return { feature, importance: found.mean, lower: found.lower, upper: found.upper };
  });
}

function sharesOf({ height, width, values }: AttributionMap): readonly number[] {
  const sums = [0, 0, 0];
  const fine = 12;
  // places are cut into fine ones, for a coarse map has places that lie in two zones
  for (let y = 0; y < height * fine; y++) {
    for (let x = 0; x < width * fine; x++) {
      const out = Math.max(
        Math.abs((2 * (y + 0.5)) / (height * fine) - 1),
        Math.abs((2 * (x + 0.5)) / (width * fine) - 1),
      );
      const zone = Math.min(2, Math.floor(3 * out * out));
      sums[zone] += Math.abs(values[Math.floor(y / fine) * width + Math.floor(x / fine)]);
    }
  }
  const total = sums[0] + sums[1] + sums[2];
  return total === 0 ? [1 / 3, 1 / 3, 1 / 3] : sums.map((sum) => sum / total);
}
