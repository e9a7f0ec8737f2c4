import type { ManifestRole } from './manifest-columns.ts';

/** How a manifest is read; what is left out is guessed from the usual names, and the guess is noted. */
export interface ManifestOptions {
  /** Column of each role; null: there is none, do not guess. */
  readonly columns?: Readonly<Partial<Record<ManifestRole, string | null>>>;
  /** Where a row's file lies below the manifest's folder, `{column}` filled in, as in `cells/{file}`. */
  readonly file?: string;
  /**
   * Where no column names the patient: `image` declares that every file is a patient of its own; a pattern with one
   * group finds the patient in the file's path, as in `^(P\\d+)_`.
   */
  readonly patient?: 'image' | RegExp;
  /** The pictures lie as bare bytes in one file; the column of the role `frame` says which is whose, from 0. */
  readonly array?: {
    /** Below the manifest's folder. */
    readonly file: string;
    readonly width: number;
    readonly height: number;
    readonly channels: 1 | 3;
  };
  /** Columns to carry as attributes, besides those named `attr_*`. */
  readonly attributes?: readonly string[];
  /** Labels that mean there is none, besides an empty field. */
  readonly unlabelled?: readonly string[];
  /** Side of the square cut around a centre, in pixels; default 80. */
  readonly boxSize?: number;
  /** Whether a file that is absent or outside the folder stops everything (default) or is counted in `leftOut`. */
  readonly onBad?: 'stop' | 'count';
  /** Whether a name may lead out of the manifest's folder (`..`, absolute, a link); default `refuse`. */
  readonly outside?: 'refuse' | 'allow';
}
