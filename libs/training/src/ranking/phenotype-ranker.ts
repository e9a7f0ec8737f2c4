import type { Ontology } from '@raredx/ontology';
import type { CaseRanker } from './case-ranker.ts';
import { likelihoodRatioRows } from './likelihood-ratio-rows.ts';
import type { PhenotypeModel } from './phenotype-model.ts';
import { rowCache } from './row-cache.ts';
import { informationContent, sharedInformationRows } from './shared-information-rows.ts';
import { topCandidates } from './top-candidates.ts';
import { embedTerms, type Tower } from './tower.ts';

const addRow = (into: Float32Array, row: Float32Array): void => {
  for (let at = 0; at < into.length; at += 1) into[at] += row[at];
};

/** Whom the tower is asked about: nobody further down by the sums has come into the first ten on development cases. */
const shortlist = 256;

const cosineWith = (
  { dimension, diseases }: Tower,
  point: Float32Array,
  length: number,
  place: number,
): number => {
  let dot = 0;
  for (let axis = 0, at = place * dimension; axis < dimension; axis += 1, at += 1)
    dot += point[axis] * diseases[at];
  return dot / length;
};

/**
 * Scores by a trained model:
 *
 *     prior[d] + Σ over observed t (LR[t, d] + information · IC[t, d]) + tower · scale · cos(patient, d)
 *
 * The sum is one addition a term and candidate. The cosine is worked out for the candidates that lead by the sum; all
 * others get the least cosine among those, and so keep their order.
 */
export function phenotypeRanker(ontology: Ontology, model: PhenotypeModel, name = 'phenotype'): CaseRanker {
  const { candidates, settings, filled, own, prior, tower } = model;
  const size = candidates.length;
  const ratio = likelihoodRatioRows(ontology, filled, {
    general: settings.general,
    floor: settings.general / 2,
  });
  const shared = sharedInformationRows(ontology, own, informationContent(own, size));
  const part = new Float32Array(size);
  const rows = rowCache(size, (term, row) => {
    ratio(term, row);
    shared(term, part);
    for (let at = 0; at < size; at += 1) row[at] += settings.information * part[at];
  });
  const addTower = (observed: Int32Array, into: Float32Array): void => {
    const point = embedTerms(ontology, tower, observed);
    const length = Math.hypot(...point) || 1;
    const leading = topCandidates(into, shortlist);
    const factor = settings.tower * tower.scale;
    const cosines = leading.map((place) => cosineWith(tower, point, length, place));
    const least = cosines.reduce((lowest, cosine) => Math.min(lowest, cosine), 1);
    leading.forEach((place, at) => {
      into[place] += factor * (cosines[at] - least);
    });
  };
  return {
    name,
    candidates,
    score({ observed }, into) {
      into.set(prior);
      for (const term of observed) addRow(into, rows(term));
      if (settings.tower > 0) addTower(observed, into);
    },
  };
}
