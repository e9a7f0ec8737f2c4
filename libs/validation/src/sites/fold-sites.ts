import type { PredictionIndex } from '../population/prediction-index.ts';

/**
 * Whether each fold holds one site and each site lies in one fold, in every repeat: then the model that predicted a site
 * has not seen it, and cross-validation over sites is an external validation within the development data.
 *
 * @see Steyerberg EW, Harrell FE (2016) J Clin Epidemiol 69:245–247
 */
export function foldsAreSites({ predictions }: PredictionIndex, rows: Uint32Array): boolean {
  const { repeat, fold, site } = predictions;
  const siteOf = new Map<string, number>();
  const foldOf = new Map<string, number>();
  for (const row of rows) {
    if (fold[row] < 0) return false;
    const [held, place] = [`${repeat[row]}:${fold[row]}`, `${repeat[row]}:${site.codes[row]}`];
    if ((siteOf.get(held) ?? site.codes[row]) !== site.codes[row]) return false;
    if ((foldOf.get(place) ?? fold[row]) !== fold[row]) return false;
    siteOf.set(held, site.codes[row]);
    foldOf.set(place, fold[row]);
  }
  return new Set(Array.from(rows, (row) => site.codes[row])).size > 1;
}
