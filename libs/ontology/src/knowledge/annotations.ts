/** How an annotation gave its frequency: not at all, as m of n patients, as a per cent, or as an HPO frequency class. */
export const frequencyKinds = ['missing', 'counted', 'percent', 'class'] as const;
export type FrequencyKind = (typeof frequencyKinds)[number];

/** What a row is about: phenotype, inheritance, clinical course (onset), modifier, past medical history. */
export const aspects = ['P', 'I', 'C', 'M', 'H'] as const;

/** The rows of `phenotype.hpoa` in columns. */
export interface Annotations {
  readonly version: string;
  /** Disease ids (OMIM, ORPHA, DECIPHER), ascending, and their names. */
  readonly diseases: readonly string[];
  readonly diseaseNames: readonly string[];
  /** Distinct contents of the reference column, each the ids it holds (PMID:…, OMIM:…, ISBN-…). */
  readonly references: readonly (readonly string[])[];
  readonly rows: number;
  /** Of each row: place in `diseases`, place in the ontology, place in `aspects`. */
  readonly disease: Int32Array;
  readonly term: Int32Array;
  readonly aspect: Uint8Array;
  /** 1 where the qualifier is NOT: the feature is absent in that disease. */
  readonly negated: Uint8Array;
  /** Place in `frequencyKinds`, and the share of patients in [0, 1], to be read only where the kind is not missing. */
  readonly frequencyKind: Uint8Array;
  readonly frequency: Float32Array;
  /** Patients examined, 0 where the frequency is not counted. */
  readonly examined: Int32Array;
  /** Term of the feature's onset, −1 where none is given. */
  readonly onset: Int32Array;
  /** 0 both, 1 male, 2 female. */
  readonly sex: Uint8Array;
  /** Place in `references`. */
  readonly reference: Int32Array;
}
