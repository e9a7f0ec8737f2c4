import type { Knowledge } from '@raredx/ontology';
import { relatedDiseases } from '../ranking/related-diseases.ts';

/** What the diagnosis of a case is among the candidates. */
export interface TrueCandidates {
  /** Places of the true candidates, ascending; none where no candidate stands for the diagnosis. */
  readonly places: readonly number[];
  /** Candidates that stand for an id of another nomenclature. */
  readonly mapped: boolean;
  /** Ids that no candidate stands for, as they are compared: `OMIM:…`, `ORPHA:…`. */
  readonly unlisted: readonly string[];
}

const prefixes: Readonly<Record<string, string>> = {
  MIM: 'OMIM',
  OMIMPS: 'OMIM',
  ORDO: 'ORPHA',
  ORPHANET: 'ORPHA',
  ORPHACODE: 'ORPHA',
};

/** @example plainDiseaseId(' Orphanet_558 ') // => 'ORPHA:558' */
export function plainDiseaseId(id: string): string {
  const [, prefix = '', code = ''] = /^\s*([A-Za-z]+)[:_ ]+(\S+)\s*$/.exec(id) ?? [];
  if (prefix === '') return id.trim();
  const upper = prefix.toUpperCase();
  return `${prefixes[upper] ?? upper}:${code}`;
}

/** Same disease under another name: nearly equal names, or half of them and a gene. */
const standsFor = ({ name, sharesGene }: { readonly name: number; readonly sharesGene: boolean }): boolean =>
  name > 0.98 || (sharesGene && name >= 0.5);

/**
 * A look-up from the diagnoses of a case to candidates. An id that is a candidate is taken as it is; only where none is,
 * ids of another nomenclature stand for the candidates of (nearly) their name and gene.
 */
export function trueCandidatesOf(
  knowledge: Knowledge,
  candidates: readonly string[],
): (truths: readonly string[]) => TrueCandidates {
  const placeOf = new Map(candidates.map((id, at) => [id, at]));
  let equivalents: ReadonlyMap<string, readonly number[]> | undefined;
  return (truths) => {
    const ids = [...new Set(truths.map(plainDiseaseId))];
    const places = sorted(ids.flatMap((id) => placeOf.get(id) ?? []));
    if (places.length > 0) return { places, mapped: false, unlisted: ids.filter((id) => !placeOf.has(id)) };
    if (ids.length > 0) equivalents ??= equivalentsOf(knowledge, candidates);
    const stand = sorted(ids.flatMap((id) => equivalents?.get(id) ?? []));
    return {
      places: stand,
      mapped: stand.length > 0,
      unlisted: ids.filter((id) => !equivalents?.has(id)),
    };
  };
}

const sorted = (places: readonly number[]): number[] => [...new Set(places)].sort((a, b) => a - b);

function equivalentsOf(knowledge: Knowledge, candidates: readonly string[]): Map<string, number[]> {
  const { annotations, genes } = knowledge;
  const known = new Set(candidates);
  const descriptions = [...candidates, ...annotations.diseases.filter((id) => !known.has(id))];
  const relations = relatedDiseases({ annotations, genes, descriptions, candidates: candidates.length });
  const found = new Map<string, number[]>();
  for (const relation of relations) {
    if (relation.other < candidates.length || !standsFor(relation)) continue;
    const id = descriptions[relation.other];
    found.set(id, [...(found.get(id) ?? []), relation.candidate]);
  }
  return found;
}
