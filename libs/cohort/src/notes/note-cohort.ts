/** One text. */
export interface NoteRow {
  readonly noteId: string;
  readonly text: string;
  /** Null where there is none. */
  readonly label: string | null;
  /** The unit of independence. */
  readonly patient: string;
  readonly site: string;
  /** Passages that somebody marked: offsets in UTF-16 units, as JavaScript counts. */
  readonly mentions: readonly Mention[];
}

export interface Mention {
  readonly start: number;
  readonly end: number;
  /** Concept, for instance `HP:0001250`; empty where only the passage is marked. */
  readonly concept: string;
}

/** The texts of a set. */
export interface NoteCohort {
  readonly where: string;
  readonly rows: readonly NoteRow[];
  readonly classNames: readonly string[];
  /** What a reader must know, traces of identifiers among it. */
  readonly notes: readonly string[];
  /** SHA-256 of the rows. */
  readonly fingerprint: string;
}
