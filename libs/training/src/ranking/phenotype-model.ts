import type { Knowledge } from '@raredx/ontology';
import type { Runtime } from '@raredx/runtime';
import type { Random } from '@raredx/stats';
import { type BorrowingStrength, borrowingOf, borrowingStrength } from './borrowing.ts';
import { candidatesOf } from './candidates-of.ts';
import { closedProfile } from './closed-profile.ts';
import { diseaseProfiles } from './disease-profile.ts';
import { filledProfiles, filledShares } from './filled-profiles.ts';
import { principalAxes } from './principal-axes.ts';
import { type PriorStrength, priorOf } from './prior-of.ts';
import { inverseFrequency, profileVectors } from './profile-vectors.ts';
import { type TermShares, termSharesOf } from './term-shares.ts';
import { joinTowers, type Tower } from './tower.ts';
import { type TowerOptions, trainTower } from './train-tower.ts';

/** How the channels are put together. All chosen on development cases: docs/phenotype-variants.md. */
export interface PhenotypeSettings {
  readonly borrowing: BorrowingStrength;
  readonly prior: PriorStrength;
  /** The weight of a match that is only a more general term. */
  readonly general: number;
  /** The share of findings that say nothing about the disease. */
  readonly noise: number;
  /** Weight of the summed log ratios, for a patient of `usualTerms` findings. */
  readonly ratio: number;
  /** Findings repeat each other: the sum over n of them counts (usualTerms / n) to this power. */
  readonly repetition: number;
  readonly usualTerms: number;
  /** Weight of the tower's log odds. */
  readonly tower: number;
  /** Dimensions of a tower, and how many are trained from different seeds. */
  readonly dimension: number;
  readonly towers: number;
}

export const phenotypeSettings: PhenotypeSettings = Object.freeze({
  borrowing: borrowingStrength,
  prior: Object.freeze({ gene: 1.82, described: 0.18 }),
  general: 0.03,
  noise: 0.05,
  ratio: 0.23,
  repetition: 0.5,
  usualTerms: 8,
  tower: 0.28,
  dimension: 128,
  towers: 3,
});

/** Everything that ranking a case needs besides the ontology. */
export interface PhenotypeModel {
  readonly candidates: readonly string[];
  readonly settings: PhenotypeSettings;
  /** Shares of each candidate with what it borrows. */
  readonly filled: TermShares;
  readonly prior: Float32Array;
  readonly tower: Tower;
}

export interface PhenotypeTraining {
  readonly runtime: Runtime;
  readonly random: Random;
  readonly settings?: PhenotypeSettings;
  /** Default: every OMIM disease with a phenotype. Give it where publications were removed from the knowledge. */
  readonly candidates?: readonly string[];
  readonly tower?: TowerOptions;
  readonly say?: (line: string) => void;
}

/** A missing frequency stands for this in what is simulated; in ratios it stands for 1, as in the baseline. */
const simulatedMissing = 0.5;

const describe = (knowledge: Knowledge, request: PhenotypeTraining) => {
  const { ontology, annotations } = knowledge;
  const candidates = request.candidates ?? candidatesOf(annotations);
  const known = new Set(candidates);
  const others = ['ORPHA', 'DECIPHER'].flatMap((name) => candidatesOf(annotations, name));
  const descriptions = [...candidates, ...others.filter((id) => !known.has(id))];
  const profiles = diseaseProfiles(annotations, descriptions);
  const closed = profiles.map((profile) => closedProfile(ontology, profile));
  const weight = inverseFrequency(closed.slice(0, candidates.length), ontology.ids.length);
  return { candidates, descriptions, profiles, closed, weight, vectors: profileVectors(closed, weight) };
};

/**
 * The flagship ranker, from knowledge alone: profiles filled up from related diseases, a likelihood ratio over them, and
 * towers pretrained on patients simulated from them. No real case is seen; the same seed gives the same model on the same
 * runtime.
 */
export async function trainPhenotypeModel(
  knowledge: Knowledge,
  request: PhenotypeTraining,
): Promise<PhenotypeModel> {
  const { ontology, annotations } = knowledge;
  const { runtime, random, settings = phenotypeSettings, say } = request;
  const described = describe(knowledge, request);
  const { candidates, descriptions, profiles, closed, weight, vectors } = described;
  const common = { knowledge, descriptions, candidates: candidates.length, profiles, vectors };
  const borrowing = borrowingOf({ ...common, strength: settings.borrowing });
  const shares = filledShares(closed, borrowing);
  say?.('profiles filled up from related diseases');
  const axes = principalAxes(vectors, { count: settings.dimension, random: random.fork('axes') });
  say?.('principal axes of the profiles');
  const sources = diseaseProfiles(annotations, descriptions, { missing: simulatedMissing, shrink: 1 });
  const simulated = filledProfiles(sources, borrowing);
  const towers: Tower[] = [];
  for (let seed = 0; seed < settings.towers; seed += 1) {
    towers.push(
      await trainTower({
        ...{ runtime, ontology, weight, axes, profiles: simulated },
        vectors: profileVectors(shares, weight),
        random: random.fork('tower').fork(seed),
        ...request.tower,
      }),
    );
    say?.(`tower ${seed + 1} of ${settings.towers} trained`);
  }
  return {
    candidates,
    settings,
    filled: termSharesOf(shares, ontology.ids.length),
    prior: priorOf(knowledge, { candidates, profiles, strength: settings.prior }),
    tower: joinTowers(towers),
  };
}
