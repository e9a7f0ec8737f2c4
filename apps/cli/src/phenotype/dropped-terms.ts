import type { PhenotypeCase } from '@raredx/cohort';

const shown = 5;

/**
 * Ids of kept cases that the ontology does not know, in one line; null where it knows all. Each case's own stand in its
 * notes (`differentials.jsonl`).
 */
export function droppedTerms(cases: readonly Pick<PhenotypeCase, 'notes'>[]): string | null {
  const dropped = cases.map(({ notes }) =>
    notes.flatMap((note) => /^(\S+) left out: /.exec(note)?.[1] ?? []),
  );
  const ids = [...new Set(dropped.flat())].sort();
  if (ids.length === 0) return null;
  const touched = dropped.filter((own) => own.length > 0).length;
  const more = ids.length > shown ? `, and ${ids.length - shown} more` : '';
  const known = ids.length === 1 ? 'is no live term, and was' : 'are no live terms, and were';
  return `${ids.slice(0, shown).join(', ')}${more} ${known} left out of ${touched} of ${cases.length} cases (notes in differentials.jsonl)`;
}
