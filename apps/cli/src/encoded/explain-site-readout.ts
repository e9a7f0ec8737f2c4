import type { FeatureTable, Readout } from '@raredx/training';

/**
 * The readout of raw features that says what one of features standardised within each site says: (f − μ) / σ of the row's
 * site, so weights become w / σ, and the bias loses Σ w μ / σ.
 *
 * @param own the sample of each row of the readout
 */
export function siteReadout(
  { width, weights, bias }: Readout,
  { features, scaled }: { readonly features: FeatureTable; readonly scaled: FeatureTable },
  { own, sites }: { readonly own: Uint32Array; readonly sites: readonly string[] },
): Readout {
  const raw = { width, weights: weights.slice(), bias: bias.slice() };
  // a site's standardisation is affine: what it does to 0 and to 1 tells mean and scale
  own.forEach((row, at) => {
    const members = sites.flatMap((site, place) => (site === sites[row] ? [place] : []));
    for (let j = 0; j < width; j++) {
      const value = (table: FeatureTable, place: number) => table.values[place * width + j] as number;
      const low = members.reduce((a, b) => (value(features, b) < value(features, a) ? b : a));
      const high = members.reduce((a, b) => (value(features, b) > value(features, a) ? b : a));
      const spread = value(features, high) - value(features, low);
      const scale = spread > 0 ? (value(scaled, high) - value(scaled, low)) / spread : 0;
      const shift = value(scaled, low) - scale * value(features, low);
      const weight = weights[at * width + j] as number;
      raw.weights[at * width + j] = weight * scale;
      raw.bias[at] = (raw.bias[at] as number) + weight * shift;
    }
  });
  return raw;
}
