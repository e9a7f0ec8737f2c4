import type { CaseLeftOut, PhenotypeCase, TermLookup } from './phenotype-case.ts';

/** A case as a file writes it: ids not yet looked up. */
export interface CaseDraft extends Omit<PhenotypeCase, 'observed' | 'excluded' | 'notes'> {
  readonly where: string;
  readonly observedIds: readonly string[];
  readonly excludedIds: readonly string[];
}

/** A draft, or the reason why a record gave none. */
export type Drafted = CaseDraft | CaseLeftOut;

export const isDraft = (drafted: Drafted): drafted is CaseDraft => 'observedIds' in drafted;

const lookUpAll = (ids: readonly string[], lookUp: TermLookup, notes: string[]): Int32Array => {
  const found = new Set<number>();
  for (const id of ids) {
    const place = lookUp(id);
    if ('undefinedBecause' in place) notes.push(`${id} left out: ${place.undefinedBecause}`);
    else {
      if (place.was !== 'live') notes.push(`${id} read as the term it was merged into`);
      found.add(place.term);
    }
  }
  return Int32Array.from(found).sort();
};

/**
 * The case with its terms looked up. A term that the ontology does not know is left out and noted; a case without any
 * term left is left out.
 */
export function settleDraft(draft: CaseDraft, lookUp: TermLookup): PhenotypeCase | CaseLeftOut {
  const { where, observedIds, excludedIds, ...rest } = draft;
  const notes: string[] = [];
  const observed = lookUpAll(observedIds, lookUp, notes);
  const excluded = lookUpAll(excludedIds, lookUp, notes).filter((term) => !observed.includes(term));
  if (observed.length > 0) return { ...rest, observed, excluded, notes };
  const because =
    observedIds.length === 0
      ? 'has no observed phenotypic feature'
      : `none of its features is a live term (${notes.slice(0, 3).join('; ')})`;
  return { where, id: draft.id, because };
}
