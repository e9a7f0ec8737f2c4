/** One patient as a set of phenotype terms, with the diagnosis if it is known. Terms are places in the ontology. */
export interface PhenotypeCase {
  readonly id: string;
  /** The unit of independence: several packets of one person share it. */
  readonly patient: string;
  /** The publication, or the cohort (file or folder) where there is none. */
  readonly site: string;
  /** `PMID:…`, where the case comes from a publication. */
  readonly pmid?: string;
  readonly sex: 'male' | 'female' | 'unknown';
  /** Age at onset of the disease and at the last encounter, in days. */
  readonly onsetDays?: number;
  readonly ageDays?: number;
  /** Live terms, ascending, each once. */
  readonly observed: Int32Array;
  readonly excluded: Int32Array;
  /** Disease ids; empty where the diagnosis is not known. */
  readonly truths: readonly string[];
  /** Symbols of the genes that the interpretation names. */
  readonly genes: readonly string[];
  /** What was read differently from how it was written, for instance a replaced term. */
  readonly notes: readonly string[];
}

/** A case, or a file, that was left out of a batch, and why. */
export interface CaseLeftOut {
  /** File, or file inside a zip, or file and line. */
  readonly where: string;
  readonly id?: string;
  readonly because: string;
}

/** A batch as read: what can be ranked, and what was left out. */
export interface CaseBatch {
  readonly cases: readonly PhenotypeCase[];
  readonly leftOut: readonly CaseLeftOut[];
}

/** What an id stands for in the ontology in use; the ontology's own `resolveTerm` fits. */
export type TermLookup = (
  id: string,
) => { readonly term: number; readonly was: string } | { readonly undefinedBecause: string };
