/** Text, stored once each, and packed codes. */
export interface PackedText {
  readonly name: string;
  readonly levels: readonly string[];
  readonly codes: string;
}

/** Risks of one model on the samples of a frame. */
export interface FrameModel {
  readonly name: string;
  /** As in the predictions table, ascending. */
  readonly repeats: readonly number[];
  /** Packed doubles, bit by bit: repeat after repeat, each over the samples; NaN where the model has none. */
  readonly p: string;
}

/** The samples of one outcome in one partition, by patient, then sample. No id of either is in it. */
export interface ViewerFrame {
  readonly label: string;
  readonly partition: string;
  readonly samples: number;
  readonly patients: number;
  /** Packed Uint8Array: 1 where the patient is not that of the sample before. */
  readonly newPatient: string;
  /** Packed Uint8Array. */
  readonly y: string;
  readonly site: PackedText;
  readonly attributes: readonly PackedText[];
  readonly models: readonly FrameModel[];
}

/** What a page carries so that its reader's browser can recompute. Packed: see `packBytes`, `packCodes`, `packDoubles`. */
export interface ViewerDocument {
  readonly version: 1;
  /** The plan of the evidence. */
  readonly plan: Readonly<Record<string, unknown>>;
  /** Those with rows inside, in the order of the page. */
  readonly models: readonly string[];
  readonly frames: readonly ViewerFrame[];
  /** Packed JSON of a `StatementColumns`. */
  readonly statements: string;
}
