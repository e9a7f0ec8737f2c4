/** A rectangle inside a picture, in pixels from its upper left corner; it may reach beyond the edges. */
export interface CellBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A picture that lies as bare bytes in a file of many: `width * height * channels` bytes, rows from the top. */
export interface ArraySlot {
  /** Array of an npz archive; null where the file is nothing but pictures. */
  readonly member: string | null;
  /** Position, counting from 0. */
  readonly index: number;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** One sample: a picture, or a cell inside one. */
export interface ImageRow {
  /** Unique in the cohort; the sample of the predictions table. */
  readonly imageId: string;
  /** Absolute path of the file. */
  readonly path: string;
  /** How errors name the file: relative to the folder of the data. */
  readonly file: string;
  /** Null where there is none: such rows can be embedded and predicted, not learned from. */
  readonly label: string | null;
  /** The unit of independence. */
  readonly patient: string;
  /** `unknown` where the manifest has none. */
  readonly site: string;
  /** Subgroup attributes by name, without the `attr_` of the file; missing is `unknown`. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Partition that the publisher of the data gave the row. */
  readonly officialSplit?: string;
  /** The part of the picture that is meant. */
  readonly box?: CellBox;
  /** Which picture of a file that holds several, counting from 0. */
  readonly frame?: number;
  /** Where the file holds bare bytes instead of a picture format. */
  readonly slot?: ArraySlot;
}

/** Something that was named but is not among the rows, and why. */
export interface LeftOut {
  readonly file: string;
  readonly reason: string;
}

/** The rows of a set of pictures, before a picture is opened. */
export interface ImageCohort {
  /** How errors name the set. */
  readonly where: string;
  readonly rows: readonly ImageRow[];
  /** Labels that occur, sorted. */
  readonly classNames: readonly string[];
  /** What a reader must know: what was guessed, declared away or left out. */
  readonly notes: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** SHA-256 of the rows without the machine's own paths; the pixels themselves are not in it. */
  readonly fingerprint: string;
}
