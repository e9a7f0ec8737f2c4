import type { Ontology } from '@raredx/ontology';
import type { CaseRanker } from '../ranking/case-ranker.ts';
import type { PhenotypeModel } from '../ranking/phenotype-model.ts';
import { leadersRanker, phenotypeRanker } from '../ranking/phenotype-ranker.ts';
import { informationContent } from '../ranking/shared-information-rows.ts';
import type { Tower } from '../ranking/tower.ts';
import { adaptToShots, type ShotStrength } from './adapt-to-shots.ts';
import { reorderedAmong } from './reordered-among.ts';
import { shotLikeness } from './shot-likeness.ts';
import type { PublishedShot } from './spread-shots.ts';
import { tunedLikeness } from './tuned-likeness.ts';

export interface FewShotSettings extends ShotStrength {
  /** Weight of the likeness to the most alike patients of a disease, and how many those are. 0: patients are only counted. */
  readonly likeness: number;
  readonly nearest: number;
  /** Times log(1 + n) for a disease with patients of n publications. */
  readonly publications: number;
  /**
   * Likeness in a tower tuned to the shots, which then stands for the model's: log odds of a cosine of 1 to a disease's
   * direction, and the weight of the summed log ratios.
   */
  readonly tuned?: { readonly direction: number; readonly ratio: number };
  /** How the diseases that have shots are put in order among themselves, in the places that they hold. */
  readonly among?: FewShotSettings;
}

const closed: FewShotSettings = Object.freeze({
  ...{ described: 0.2, direction: 1, likeness: 4.5, nearest: 3, publications: 0.2 },
  tuned: Object.freeze({ direction: 4, ratio: 0.17 }),
});

/**
 * Among all diseases a likeness to patients must weigh little: a disease that nobody showed a patient of has none. What
 * tells the diseases with patients apart may only trade their places: no other disease loses by it. Where every candidate
 * has patients it decides. Chosen on an inner split by newest publication: docs/phenotype-variants.md.
 */
export const fewShotSettings: Readonly<Record<'open' | 'closed', FewShotSettings>> = Object.freeze({
  open: Object.freeze({
    ...{ described: 4, direction: 1, likeness: 1.5, nearest: 2, publications: 0 },
    among: closed,
  }),
  closed,
});

export interface FewShotRequest {
  readonly shots: readonly PublishedShot[];
  readonly settings: FewShotSettings;
  readonly name: string;
}

/** A ranker that has seen some patients of some diseases. */
export function fewShotRanker(
  ontology: Ontology,
  model: PhenotypeModel,
  request: FewShotRequest,
): CaseRanker {
  const { shots, settings, name } = request;
  if (shots.length === 0) return phenotypeRanker(ontology, model, name);
  const outer = summedRanker(ontology, model, request);
  if (!settings.among) return outer;
  const inner = summedRanker(ontology, model, { ...request, settings: settings.among });
  return reorderedAmong(outer, inner, new Set(shots.map(({ disease }) => disease)));
}

function summedRanker(
  ontology: Ontology,
  model: PhenotypeModel,
  { shots, settings, name }: FewShotRequest,
): CaseRanker {
  const { likeness: weight, nearest, tuned } = settings;
  const adapted = adaptToShots(ontology, model, { shots, strength: settings });
  const { candidates, filled } = adapted;
  const looks = weight > 0 && tuned !== undefined;
  const prior = looks ? new Float32Array(candidates.length) : Float32Array.from(adapted.prior);
  const seen = publicationsSeen(shots);
  candidates.forEach((id, at) => {
    prior[at] += settings.publications * Math.log1p(seen.get(id)?.size ?? 0);
  });
  const own = looks ? { ...adapted.settings, ratio: tuned.ratio, tower: 0 } : adapted.settings;
  const everyone = { name, leaders: candidates.length };
  const ranker = leadersRanker(ontology, { ...adapted, prior, settings: own }, everyone);
  if (weight === 0) return ranker;
  const common = { shots, candidates, nearest };
  const likeness = looks
    ? tunedLikeness(ontology, {
        ...common,
        tower: lengthened(model, candidates.length),
        direction: tuned.direction,
      })
    : shotLikeness(ontology, { ...common, information: informationContent(filled, candidates.length) });
  return {
    name,
    candidates,
    score(query, into) {
      ranker.score(query, into);
      likeness.add(query.observed, weight, into);
    },
  };
}

/** The tower with a direction of length 0 for each candidate that it does not know. */
function lengthened({ tower }: PhenotypeModel, candidates: number): Tower {
  const diseases = new Float32Array(candidates * tower.dimension);
  diseases.set(tower.diseases);
  return { ...tower, diseases };
}

function publicationsSeen(shots: readonly PublishedShot[]): ReadonlyMap<string, ReadonlySet<string>> {
  const seen = new Map<string, Set<string>>();
  for (const { disease, publication } of shots)
    seen.set(disease, (seen.get(disease) ?? new Set<string>()).add(publication));
  return seen;
}
