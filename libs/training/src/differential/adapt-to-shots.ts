import type { Ontology } from '@raredx/ontology';
import type { PhenotypeModel } from '../ranking/phenotype-model.ts';
import type { TermShares } from '../ranking/term-shares.ts';
import { embedTerms, type Tower } from '../ranking/tower.ts';
import { replacedShares, sharesOfCandidates } from './replaced-shares.ts';
import type { Shot } from './shot.ts';
import { updatedShares } from './updated-shares.ts';

export interface ShotStrength {
  /** Patients that a described profile counts as, in the ratios. */
  readonly described: number;
  /** Patients that a pretrained direction counts as, in the tower. */
  readonly direction: number;
}

/** Chosen on an inner split by newest publication: docs/phenotype-variants.md. */
export const shotStrength: ShotStrength = Object.freeze({ described: 1, direction: 2 });

/**
 * A model that has seen a few patients: the profiles of their diseases are updated, their directions in the tower moved
 * towards the patients, and diseases that nobody has described become candidates behind the others. All other candidates
 * stay as they are.
 */
export function adaptToShots(
  ontology: Ontology,
  model: PhenotypeModel,
  { shots, strength = shotStrength }: { readonly shots: readonly Shot[]; readonly strength?: ShotStrength },
): PhenotypeModel {
  if (shots.length === 0) return model;
  const known = new Set(model.candidates);
  const fresh = [...new Set(shots.map(({ disease }) => disease).filter((id) => !known.has(id)))].sort();
  const candidates = [...model.candidates, ...fresh];
  const placeOf = new Map(candidates.map((id, at) => [id, at]));
  const seen = new Map<number, Int32Array[]>();
  for (const { disease, observed } of shots) {
    const place = placeOf.get(disease) as number;
    seen.set(place, [...(seen.get(place) ?? []), observed]);
  }
  const update = (shares: TermShares): TermShares =>
    updated(ontology, shares, { seen, strength: strength.described, candidates: candidates.length });
  return {
    ...model,
    candidates,
    filled: update(model.filled),
    prior: lengthened(model.prior, candidates.length),
    tower: moved(ontology, model.tower, {
      seen,
      strength: strength.direction,
      candidates: candidates.length,
    }),
  };
}

interface Seen {
  readonly seen: ReadonlyMap<number, readonly Int32Array[]>;
  readonly strength: number;
  readonly candidates: number;
}

function updated(ontology: Ontology, shares: TermShares, { seen, strength, candidates }: Seen): TermShares {
  const described = sharesOfCandidates(shares, new Set(seen.keys()));
  const replaced = new Map(
    [...seen].map(([place, patients]) => [
      place,
      updatedShares(ontology, described.get(place) ?? new Map(), { patients, strength }),
    ]),
  );
  return replacedShares(shares, replaced, candidates);
}

/** A disease that was not described gets what a candidate has on average. */
function lengthened(prior: Float32Array, candidates: number): Float32Array {
  const mean = prior.reduce((total, value) => total + value, 0) / (prior.length || 1);
  const longer = new Float32Array(candidates).fill(mean);
  longer.set(prior);
  return longer;
}

function moved(ontology: Ontology, tower: Tower, { seen, strength, candidates }: Seen): Tower {
  const { dimension } = tower;
  const diseases = new Float32Array(candidates * dimension);
  diseases.set(tower.diseases);
  for (const [place, patients] of seen) {
    const direction = diseases.subarray(place * dimension, (place + 1) * dimension);
    for (let axis = 0; axis < dimension; axis += 1) direction[axis] *= strength;
    for (const observed of patients) {
      const point = embedTerms(ontology, tower, observed);
      const length = Math.hypot(...point) || 1;
      for (let axis = 0; axis < dimension; axis += 1) direction[axis] += point[axis] / length;
    }
    const length = Math.hypot(...direction) || 1;
    for (let axis = 0; axis < dimension; axis += 1) direction[axis] /= length;
  }
  return { ...tower, diseases };
}
