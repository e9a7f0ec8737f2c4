import type { Knowledge } from '@raredx/ontology';
import type { DiseaseProfile } from './disease-profile.ts';
import { nearestProfiles } from './nearest-profiles.ts';
import type { SparseRows } from './profile-vectors.ts';
import { type Relation, relatedDiseases } from './related-diseases.ts';

/** How much a candidate's profile takes over from others. All chosen on development cases: docs/phenotype-variants.md. */
export interface BorrowingStrength {
  /** From the same disease in another nomenclature. */
  readonly same: number;
  /**
   * From its phenotypic series, from diseases of its gene and from what other nomenclatures say of that gene, from profiles
   * like its own.
   */
  readonly series: number;
  readonly gene: number;
  readonly elsewhere: number;
  readonly alike: number;
  /** Likeness counts with this power. */
  readonly power: number;
  /** Series, gene and likeness count `boost · half / (half + n)` for a profile of n terms: who knows little borrows. */
  readonly boost: number;
  readonly half: number;
}

export const borrowingStrength: BorrowingStrength = Object.freeze({
  same: 0.6,
  series: 0.4,
  gene: 0.3,
  elsewhere: 0.3,
  alike: 0.5,
  power: 4,
  boost: 1.5,
  half: 10,
});

/** Of each candidate, what it borrows from which description. */
export type Borrowing = readonly ReadonlyMap<number, number>[];

interface Loan {
  readonly candidate: number;
  readonly other: number;
  readonly weight: number;
}

const spread = (
  loans: readonly Loan[],
  factor: (candidate: number) => number,
  into: Map<number, number>[],
): void => {
  const totals = new Float64Array(into.length);
  for (const { candidate, weight } of loans) totals[candidate] += weight;
  for (const { candidate, other, weight } of loans) {
    const taken = into[candidate] as Map<number, number>;
    taken.set(other, (taken.get(other) ?? 0) + (factor(candidate) * weight) / totals[candidate]);
  }
};

export interface BorrowingRequest {
  readonly knowledge: Knowledge;
  /** Ids of all descriptions, the candidates first, with their profiles and vectors. */
  readonly descriptions: readonly string[];
  readonly candidates: number;
  readonly profiles: readonly DiseaseProfile[];
  readonly vectors: SparseRows;
  readonly strength?: BorrowingStrength;
}

/** The weights with which sparse profiles are filled up from related ones; each kind of relation shares its strength out. */
export function borrowingOf(request: BorrowingRequest): Borrowing {
  const { knowledge, descriptions, candidates, profiles, vectors, strength = borrowingStrength } = request;
  const relations = relatedDiseases({ ...knowledge, descriptions, candidates });
  const near = nearestProfiles(vectors, { candidates });
  const loans: Map<number, number>[] = Array.from({ length: candidates }, () => new Map());
  const need = (candidate: number) =>
    (strength.boost * strength.half) / (strength.half + (profiles[candidate]?.terms.length ?? 0));
  const equally = ({ candidate, other }: { candidate: number; other: number }): Loan => ({
    candidate,
    other,
    weight: 1,
  });
  const abroad = relations.filter(({ other }) => other >= candidates);
  const isSame = ({ name, sharesGene, onlyPair }: Relation) =>
    onlyPair || (sharesGene && name >= 0.5) || name > 0.98;
  const siblings = relations.filter(({ other, name }) => other < candidates && name > 0.55);
  const relatives = relations.filter(({ other, sharesGene }) => other < candidates && sharesGene);
  const alike = near.map(({ candidate, other, alike: cosine }) => ({
    candidate,
    other,
    weight: cosine ** strength.power,
  }));
  spread(abroad.filter(isSame).map(equally), () => strength.same, loans);
  spread(siblings.map(equally), (candidate) => strength.series * need(candidate), loans);
  spread(relatives.map(equally), (candidate) => strength.gene * need(candidate), loans);
  spread(
    abroad.filter((relation) => relation.sharesGene && !isSame(relation)).map(equally),
    (candidate) => strength.elsewhere * need(candidate),
    loans,
  );
  spread(alike, (candidate) => strength.alike * need(candidate), loans);
  return loans;
}
