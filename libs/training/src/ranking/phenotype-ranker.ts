import type { Ontology } from '@raredx/ontology';
import type { CaseRanker } from './case-ranker.ts';
import { likelihoodRatioRows } from './likelihood-ratio-rows.ts';
import type { PhenotypeModel } from './phenotype-model.ts';
import { rowCache } from './row-cache.ts';
import { informationContent, sharedInformationRows } from './shared-information-rows.ts';
import { embedTerms, type Tower } from './tower.ts';

const towerRow = ({ dimension, terms, diseases }: Tower, term: number, into: Float32Array): void => {
  const point = terms.subarray(term * dimension, (term + 1) * dimension);
  for (let place = 0; place < into.length; place += 1) {
    let dot = 0;
    for (let axis = 0, at = place * dimension; axis < dimension; axis += 1, at += 1)
      dot += point[axis] * diseases[at];
    into[place] = dot;
  }
};

const addChannels = (into: Float32Array, row: Float32Array, factor: number): void => {
  const size = into.length;
  for (let at = 0; at < size; at += 1) into[at] += row[at] + factor * row[size + at];
};

/**
 * Scores by a trained model:
 *
 *     prior[d] + Σ over observed t (LR[t, d] + information · IC[t, d]) + tower · scale · cos(Σ t, d)
 *
 * Everything is a sum of rows but the length of the patient's vector, which is one number a case: so a case costs two
 * additions a term and candidate.
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
  const rows = rowCache(2 * size, (term, row) => {
    ratio(term, row.subarray(0, size));
    shared(term, part);
    for (let at = 0; at < size; at += 1) row[at] += settings.information * part[at];
    towerRow(tower, term, row.subarray(size));
  });
  return {
    name,
    candidates,
    score({ observed }, into) {
      into.set(prior);
      const length = Math.hypot(...embedTerms(tower, observed)) || 1;
      const factor = (settings.tower * tower.scale) / length;
      for (const term of observed) addChannels(into, rows(term), factor);
    },
  };
}
