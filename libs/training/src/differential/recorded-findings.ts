import { closedTerms, listAt, type Ontology } from '@raredx/ontology';

/** What is known of a patient, and what else their record holds. */
export interface RecordedCase {
  readonly observed: Int32Array;
  readonly excluded: Int32Array;
  /** Place of the true candidate. */
  readonly truth: number;
  /** Observed findings that are known at the start. */
  readonly start: Int32Array;
}

export type Answer = 'yes' | 'no' | 'unanswered';

/** A finding is there if it or something below it was observed, absent if it or something above it was excluded. */
export function answerOf(
  ontology: Ontology,
  { observed, excluded }: Pick<RecordedCase, 'observed' | 'excluded'>,
  term: number,
): Answer {
  if (observed.some((seen) => listAt(ontology.ancestors, seen).includes(term))) return 'yes';
  const above = listAt(ontology.ancestors, term);
  return excluded.some((absent) => above.includes(absent)) ? 'no' : 'unanswered';
}

const abnormality = 'HP:0000118';

/**
 * Findings that a record can answer for: what was observed and what is up to `levels` steps above it, below "Phenotypic
 * abnormality", and what was excluded; less what the start implies. Ascending.
 */
export function recordedFindings(
  ontology: Ontology,
  { observed, excluded, start }: Omit<RecordedCase, 'truth'>,
  levels = 2,
): number[] {
  const root = ontology.places.get(abnormality);
  const implied = new Set(closedTerms(ontology, start));
  const found = new Set<number>();
  let above = new Set<number>(observed);
  for (let level = 0; level <= levels; level += 1) {
    for (const term of above) found.add(term);
    above = new Set([...above].flatMap((term) => Array.from(listAt(ontology.parents, term))));
  }
  for (const term of excluded) found.add(term);
  const below = (term: number) =>
    root === undefined || (term !== root && listAt(ontology.ancestors, term).includes(root));
  return [...found].filter((term) => !implied.has(term) && below(term)).sort((a, b) => a - b);
}

/** A special finding says all above it: what it makes superfluous is not counted twice. */
export function withFinding(ontology: Ontology, observed: Int32Array, term: number): Int32Array {
  const above = new Set(closedTerms(ontology, [term]));
  return Int32Array.from([...observed.filter((seen) => !above.has(seen)), term]).sort();
}
