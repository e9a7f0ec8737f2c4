import type { PhenotypeCase } from '@raredx/cohort';
import type { Knowledge } from '@raredx/ontology';
import {
  annotatedShares,
  candidateEvidence,
  type FindingEvidence,
  nextQuestions,
  type RankedCandidate,
  unknownDiseaseScore,
} from '@raredx/training';

/** A finding as a person reads it. */
export interface SaidFinding {
  readonly id: string;
  readonly name: string;
  /** The term of the disease's profile that it is explained by, where that is a more general one. */
  readonly as?: string;
  /** Share of the disease's patients who have it, and of all diseases'. */
  readonly share: number;
  readonly background: number;
}

export interface ExplainedCase {
  /** "I do not know this disease", 0 to 1. */
  readonly unknown: number;
  /** Of the three leading candidates. */
  readonly evidence: readonly {
    readonly disease: string;
    readonly for: readonly SaidFinding[];
    readonly against: readonly SaidFinding[];
    readonly missing: readonly SaidFinding[];
  }[];
  /** Findings worth asking for, by how much they would tell the leaders apart (nats of expected entropy). */
  readonly ask: readonly {
    readonly id: string;
    readonly name: string;
    readonly gain: number;
    readonly yes: number;
  }[];
}

/** Explains a case while its probabilities are at hand. */
export type CaseExplainer = (
  one: PhenotypeCase,
  found: { readonly listed: readonly RankedCandidate[]; readonly p: Float64Array },
) => ExplainedCase;

const explainedLeaders = 3;

/** Evidence and questions from what the annotations say of each disease itself: a person can look it up. */
export function caseExplainer(knowledge: Knowledge, candidates: readonly string[]): CaseExplainer {
  const { ontology } = knowledge;
  const shares = annotatedShares(knowledge, candidates);
  const term = (at: number) => ({ id: ontology.ids[at] as string, name: ontology.names[at] as string });
  const said = ({ term: at, through, share, background }: FindingEvidence): SaidFinding => ({
    ...term(at),
    ...(through === null || through === at ? {} : { as: term(through).name }),
    share: rounded(share),
    background: rounded(background),
  });
  return (one, { listed, p }) => ({
    unknown: rounded(unknownDiseaseScore(p, one.observed.length)),
    evidence: listed.slice(0, explainedLeaders).map(({ place }) => {
      const found = candidateEvidence(ontology, shares, { place, query: one });
      return {
        disease: candidates[place] as string,
        for: found.for.map(said),
        against: found.against.map(said),
        missing: found.missing.map(said),
      };
    }),
    ask: nextQuestions(ontology, shares, { query: one, p }).map(({ term: at, gain, yes }) => ({
      ...term(at),
      gain: rounded(gain),
      yes: rounded(yes),
    })),
  });
}

const rounded = (value: number): number => Number(value.toPrecision(4));
