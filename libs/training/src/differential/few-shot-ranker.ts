import type { Ontology } from '@raredx/ontology';
import type { CaseRanker } from '../ranking/case-ranker.ts';
import type { PhenotypeModel } from '../ranking/phenotype-model.ts';
import { phenotypeRanker } from '../ranking/phenotype-ranker.ts';
import { informationContent } from '../ranking/shared-information-rows.ts';
import { adaptToShots, type ShotStrength } from './adapt-to-shots.ts';
import { shotLikeness } from './shot-likeness.ts';
import type { PublishedShot } from './spread-shots.ts';

export interface FewShotSettings extends ShotStrength {
  /** Weight of the likeness to the most alike patients of a disease, and how many those are. */
  readonly likeness: number;
  readonly nearest: number;
  /** Times log(1 + n) for a disease with patients of n publications. */
  readonly publications: number;
}

/**
 * Among all diseases a likeness to patients must weigh little: a disease that nobody showed a patient of has none. Where
 * every candidate has patients it decides. Chosen on an inner split by newest publication: docs/phenotype-variants.md.
 */
export const fewShotSettings: Readonly<Record<'open' | 'closed', FewShotSettings>> = Object.freeze({
  open: Object.freeze({ described: 4, direction: 1, likeness: 2, nearest: 2, publications: 0 }),
  closed: Object.freeze({ described: 0.5, direction: 1, likeness: 12, nearest: 3, publications: 0.6 }),
});

/** A ranker that has seen some patients of some diseases. */
export function fewShotRanker(
  ontology: Ontology,
  model: PhenotypeModel,
  {
    shots,
    settings,
    name,
  }: {
    readonly shots: readonly PublishedShot[];
    readonly settings: FewShotSettings;
    readonly name: string;
  },
): CaseRanker {
  const adapted = adaptToShots(ontology, model, { shots, strength: settings });
  const { candidates, filled } = adapted;
  const prior = Float32Array.from(adapted.prior);
  const seen = publicationsSeen(shots);
  candidates.forEach((id, at) => {
    prior[at] += settings.publications * Math.log1p(seen.get(id)?.size ?? 0);
  });
  const ranker = phenotypeRanker(ontology, { ...adapted, prior }, name);
  const information = informationContent(filled, candidates.length);
  const likeness = shotLikeness(ontology, { shots, candidates, information, nearest: settings.nearest });
  return {
    name,
    candidates,
    score(query, into) {
      ranker.score(query, into);
      if (settings.likeness > 0) likeness.add(query.observed, settings.likeness, into);
    },
  };
}

function publicationsSeen(shots: readonly PublishedShot[]): ReadonlyMap<string, ReadonlySet<string>> {
  const seen = new Map<string, Set<string>>();
  for (const { disease, publication } of shots)
    seen.set(disease, (seen.get(disease) ?? new Set<string>()).add(publication));
  return seen;
}
