import type { Knowledge } from '@raredx/ontology';
import { closedProfile } from '../ranking/closed-profile.ts';
import { diseaseProfiles } from '../ranking/disease-profile.ts';
import { type PhenotypeModel, phenotypeSettings } from '../ranking/phenotype-model.ts';
import { termSharesOf } from '../ranking/term-shares.ts';

/**
 * MICA-LR as a model: profiles as they are annotated, nothing borrowed, no tower. What a few patients add to the baseline
 * can so be told from what they add to the trained model.
 */
export function describedModel(
  { ontology, annotations }: Knowledge,
  candidates: readonly string[],
): PhenotypeModel {
  const closed = diseaseProfiles(annotations, candidates).map((profile) => closedProfile(ontology, profile));
  const dimension = 1;
  return {
    candidates,
    settings: {
      ...phenotypeSettings,
      general: 0.1,
      noise: 0,
      ratio: 1,
      repetition: 0,
      tower: 0,
      dimension,
      towers: 0,
    },
    filled: termSharesOf(closed, ontology.ids.length),
    prior: new Float32Array(candidates.length),
    tower: {
      dimension,
      terms: new Float32Array(ontology.ids.length),
      diseases: new Float32Array(candidates.length),
      scale: 1,
    },
  };
}
