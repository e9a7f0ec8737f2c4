import type { Ontology } from '@raredx/ontology';
import type { Runtime } from '@raredx/runtime';
import type { Random } from '@raredx/stats';
import { closedProfile } from '../ranking/closed-profile.ts';
import type { DiseaseProfile } from '../ranking/disease-profile.ts';
import {
  type PhenotypeModel,
  type PhenotypeSettings,
  phenotypeSettings,
} from '../ranking/phenotype-model.ts';
import { inverseFrequency, profileVectors } from '../ranking/profile-vectors.ts';
import { termSharesOf } from '../ranking/term-shares.ts';
import { type TowerOptions, trainTower } from '../ranking/train-tower.ts';
import type { Shot } from './shot.ts';

export interface ScratchRequest {
  readonly runtime: Runtime;
  readonly random: Random;
  readonly shots: readonly Shot[];
  readonly settings?: PhenotypeSettings;
  readonly tower?: TowerOptions;
}

/**
 * The from-scratch control of few-shot learning: the same model without any knowledge. Its candidates are the diseases of
 * the shots, its profiles what the shots have, its tower starts from random directions and sees patients simulated from
 * the shots alone.
 */
export async function trainScratchModel(
  ontology: Ontology,
  { runtime, random, shots, settings = phenotypeSettings, tower }: ScratchRequest,
): Promise<PhenotypeModel> {
  const candidates = [...new Set(shots.map(({ disease }) => disease))].sort();
  const profiles = candidates.map((id) => shownBy(shots.filter(({ disease }) => disease === id)));
  const closed = profiles.map((profile) => closedProfile(ontology, profile));
  const weight = inverseFrequency(closed, ontology.ids.length);
  const start = random.fork('axes');
  const axes = new Float32Array(weight.length * settings.dimension).map(
    () => start.normal() / Math.sqrt(settings.dimension),
  );
  return {
    candidates,
    settings,
    filled: termSharesOf(closed, ontology.ids.length),
    prior: new Float32Array(candidates.length),
    tower: await trainTower({
      ...{ runtime, ontology, profiles, weight, axes },
      vectors: profileVectors(closed, weight),
      random: random.fork('tower'),
      ...tower,
    }),
  };
}

function shownBy(shots: readonly Shot[]): DiseaseProfile {
  const counts = new Map<number, number>();
  for (const { observed } of shots)
    for (const term of observed) counts.set(term, (counts.get(term) ?? 0) + 1);
  const terms = Int32Array.from(counts.keys()).sort();
  return { terms, frequency: Float32Array.from(terms, (term) => (counts.get(term) ?? 0) / shots.length) };
}
