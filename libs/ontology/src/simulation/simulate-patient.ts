import type { Random } from '@raredx/stats';
import type { Ontology } from '../graph/ontology.ts';
import { listAt } from '../graph/ragged.ts';

/** What patients are drawn from: terms of a disease and the share of its patients who have each. */
export interface SimulatedProfile {
  readonly terms: Int32Array;
  readonly frequency: Float32Array;
}

/** How a described patient differs from the textbook. */
export interface SimulationOptions {
  /** The share of a patient's findings that is reported, on average this many terms, widely spread. @default 9 */
  readonly meanTerms?: number;
  /** The chance that a finding is named less precisely, more precisely or by a neighbouring term. @default 0.3 */
  readonly imprecision?: number;
  /** Findings that do not belong to the disease, as a share of those that do, on average. @default 0.2 */
  readonly noise?: number;
  /** The chance that a second disease adds a few of its own findings. @default 0 */
  readonly comorbidity?: number;
}

/** Draws a term that has nothing to do with the disease, as often as diseases in general have it. */
export type NoiseTerm = (random: Random) => number;

const mostTerms = 40;

/** Gamma-Poisson with shape 3: as widely spread as the lengths of published cases. */
const drawCount = (random: Random, mean: number): number => {
  const rate =
    (-(Math.log(1 - random.uniform()) + Math.log(1 - random.uniform()) + Math.log(1 - random.uniform())) *
      mean) /
    3;
  let [count, product] = [0, random.uniform()];
  for (const limit = Math.exp(-rate); product > limit; count += 1) product *= random.uniform();
  return Math.min(mostTerms, Math.max(1, count));
};

const pick = (list: Int32Array, random: Random): number => list[random.integer(list.length)];

const parentOf = (ontology: Ontology, term: number, random: Random): number => {
  const above = listAt(ontology.parents, term);
  return above.length === 0 ? term : pick(above, random);
};

const childOf = (ontology: Ontology, term: number, random: Random): number => {
  const below = listAt(ontology.children, term);
  return below.length === 0 ? term : pick(below, random);
};

/**
 * A fifth a broader term, a sixth a narrower one, a third a sibling, the rest a cousin: so are the findings of development
 * cases spread that their disease's annotations do not name (docs/phenotype-variants.md).
 */
const blur = (ontology: Ontology, term: number, random: Random): number => {
  const way = random.uniform();
  if (way < 0.2) return parentOf(ontology, term, random);
  if (way < 0.35) return childOf(ontology, term, random);
  const parent = parentOf(ontology, term, random);
  if (way < 0.65) return childOf(ontology, parent, random);
  const grandparent = parentOf(ontology, parent, random);
  return childOf(ontology, childOf(ontology, grandparent, random), random);
};

const findings = ({ terms, frequency }: SimulatedProfile, most: number, random: Random): number[] => {
  const shown = [...terms].filter((_, at) => random.uniform() < frequency[at]);
  if (shown.length === 0) return terms.length === 0 ? [] : [pick(terms, random)];
  for (let at = 0; at < Math.min(most, shown.length); at += 1) {
    const other = at + random.integer(shown.length - at);
    [shown[at], shown[other]] = [shown[other], shown[at]];
  }
  return shown.slice(0, most);
};

/**
 * A patient of one disease as a case report would describe them: findings by their frequency, some left out, some named
 * too broadly or by a neighbour, some that do not belong. Empty only for a profile without terms.
 */
export function simulatePatient(
  ontology: Ontology,
  profile: SimulatedProfile,
  {
    random,
    noiseTerm,
    second,
    ...options
  }: SimulationOptions & {
    readonly random: Random;
    readonly noiseTerm: NoiseTerm;
    /** The profile of the second disease. */
    readonly second?: SimulatedProfile;
  },
): Int32Array {
  const { meanTerms = 9, imprecision = 0.3, noise = 0.2, comorbidity = 0 } = options;
  const own = findings(profile, drawCount(random, meanTerms), random);
  if (own.length === 0) return new Int32Array(0);
  const told = new Set(
    own.map((term) => (random.uniform() < imprecision ? blur(ontology, term, random) : term)),
  );
  // some patients are told exactly, of others half does not belong
  const share = 2 * noise * random.uniform();
  for (let trial = Math.max(2, own.length); trial > 0; trial -= 1) {
    if (random.uniform() < share) told.add(noiseTerm(random));
  }
  if (second && random.uniform() < comorbidity)
    for (const term of findings(second, 3, random)) told.add(term);
  return Int32Array.from(told).sort();
}
