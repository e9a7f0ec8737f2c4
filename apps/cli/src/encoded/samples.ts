/**
 * The samples of an experiment over images or notes, one entry a row: who and what they are, not yet opened.
 */
export interface Samples {
  readonly where: string;
  readonly rows: number;
  readonly sampleId: readonly string[];
  /** The unit of independence: duplicates of one picture share it too. */
  readonly patientId: readonly string[];
  readonly site: readonly string[];
  /** Null where there is none: such a sample can be predicted, not learned from. */
  readonly label: readonly (string | null)[];
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  readonly notes: readonly string[];
  /** SHA-256 of all of the above. */
  readonly fingerprint: string;
}
