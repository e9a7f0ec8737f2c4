import type { Ragged } from './ragged.ts';

/** What became of an id that is no live term. */
export type RetiredTerm =
  | { readonly kind: 'alternative'; readonly term: number }
  | { readonly kind: 'replaced'; readonly term: number }
  | { readonly kind: 'obsolete'; readonly consider: readonly string[] };

/** The live terms of an ontology in the order of their ids; everywhere else a term is its place in that order. */
export interface Ontology {
  readonly version: string;
  readonly acknowledgement: string;
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly definitions: readonly string[];
  readonly synonyms: readonly (readonly string[])[];
  readonly parents: Ragged;
  readonly children: Ragged;
  /** Of each term, itself and all above it, ascending. */
  readonly ancestors: Ragged;
  readonly places: ReadonlyMap<string, number>;
  readonly retired: ReadonlyMap<string, RetiredTerm>;
}
