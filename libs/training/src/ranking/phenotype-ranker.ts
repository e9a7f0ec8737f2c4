import type { Ontology } from '@raredx/ontology';
import { addRows } from './add-rows.ts';
import type { CaseRanker } from './case-ranker.ts';
import { likelihoodRatioRows } from './likelihood-ratio-rows.ts';
import type { PhenotypeModel } from './phenotype-model.ts';
import { rowCache } from './row-cache.ts';
import { scoreLeaders } from './score-leaders.ts';
import { lengthOf, openEmbedding, type Tower } from './tower.ts';

/** Whom the tower is asked about: with 64 as with all the same diseases came into the first ten on development cases. */
const shortlist = 96;

/** Four sums side by side: the processor need not wait for one to end. */
const agreement = ({ dimension, diseases }: Tower, point: Float32Array, place: number): number => {
  let [a, b, c, d] = [0, 0, 0, 0];
  const [base, whole] = [place * dimension, dimension - (dimension % 4)];
  for (let axis = 0; axis < whole; axis += 4) {
    a += point[axis] * diseases[base + axis];
    b += point[axis + 1] * diseases[base + axis + 1];
    c += point[axis + 2] * diseases[base + axis + 2];
    d += point[axis + 3] * diseases[base + axis + 3];
  }
  for (let axis = whole; axis < dimension; axis += 1) a += point[axis] * diseases[base + axis];
  return a + b + c + d;
};

/**
 * Scores by a trained model, on the scale of log odds:
 *
 *     prior[d] + ratio · (usualTerms / n)^repetition · Σ over observed t LR[t, d] + tower · scale · cos(patient, d)
 *
 * The sum is one addition a term and candidate. The cosine is worked out for the candidates that lead by the sum; all
 * others get the least cosine among those, and so keep their order.
 */
export const phenotypeRanker = (ontology: Ontology, model: PhenotypeModel, name = 'phenotype'): CaseRanker =>
  leadersRanker(ontology, model, { name, leaders: shortlist });

/** The same with another number of leaders: all of them where the scores are only a part of what decides. */
export function leadersRanker(
  ontology: Ontology,
  model: PhenotypeModel,
  { name, leaders }: { readonly name: string; readonly leaders: number },
): CaseRanker {
  const { candidates, settings, filled, prior, tower } = model;
  const { general, noise, ratio, repetition, usualTerms } = settings;
  const rows = rowCache(
    candidates.length,
    likelihoodRatioRows(ontology, filled, { general, floor: general / 2, noise }),
  );
  const embed = openEmbedding(ontology, tower);
  const agreements = new Float32Array(candidates.length);
  const addTower = (observed: Int32Array, into: Float32Array): void => {
    const point = embed(observed);
    const leading = scoreLeaders(into, leaders);
    let least = Number.POSITIVE_INFINITY;
    for (let at = 0; at < leading.length; at += 1) {
      agreements[at] = agreement(tower, point, leading[at]);
      least = Math.min(least, agreements[at]);
    }
    const factor = (settings.tower * tower.scale) / (lengthOf(point) || 1);
    for (let at = 0; at < leading.length; at += 1) into[leading[at]] += factor * (agreements[at] - least);
  };
  return {
    name,
    candidates,
    score({ observed }, into) {
      into.fill(0);
      addRows(into, Array.from(observed, rows));
      const weight = ratio * (usualTerms / Math.max(1, observed.length)) ** repetition;
      for (let at = 0; at < into.length; at += 1) into[at] = prior[at] + weight * into[at];
      if (settings.tower > 0) addTower(observed, into);
    },
  };
}
