/** One `[Term]` of an OBO file, as written. */
export interface OboTerm {
  readonly id: string;
  readonly name: string;
  readonly definition: string;
  readonly synonyms: readonly string[];
  readonly parents: readonly string[];
  readonly alternatives: readonly string[];
  readonly obsolete: boolean;
  readonly replacedBy: readonly string[];
  readonly consider: readonly string[];
}

export interface OboFile {
  readonly version: string;
  readonly terms: readonly OboTerm[];
}
