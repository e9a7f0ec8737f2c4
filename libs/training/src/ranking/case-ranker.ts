/** What a ranker may know of a patient. Terms are places in the ontology. */
export interface PatientQuery {
  readonly observed: Int32Array;
  readonly excluded?: Int32Array;
  readonly sex?: 'male' | 'female' | 'unknown';
  readonly onsetDays?: number;
}

/** Something that orders diseases by how well they explain a patient. */
export interface CaseRanker {
  readonly name: string;
  /** Disease ids; scores stand in this order. */
  readonly candidates: readonly string[];
  /** Writes the score of every candidate into `into`: larger is likelier. The same query gives the same numbers. */
  score(query: PatientQuery, into: Float32Array): void;
}
