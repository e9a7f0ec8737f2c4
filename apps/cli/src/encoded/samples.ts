import type { ImageCohort, NoteCohort } from '@raredx/cohort';

interface Keys {
  readonly where: string;
  readonly rows: number;
  readonly sampleId: readonly string[];
  readonly patientId: readonly string[];
  readonly site: readonly string[];
  /** Null where there is none: such a sample can be predicted, not learned from. */
  readonly label: readonly (string | null)[];
  /** Labels that occur, sorted. */
  readonly classNames: readonly string[];
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** Partition that the publisher of the data gave each sample; empty where none. */
  readonly officialSplit: readonly string[];
  readonly notes: readonly string[];
  /** SHA-256 of all of the above. */
  readonly fingerprint: string;
}

/** Pictures, one entry a row: who and what they are, not yet opened. */
export interface ImageSamples extends Keys {
  readonly kind: 'images';
  readonly images: ImageCohort;
}

/** Texts, one entry a row. */
export interface NoteSamples extends Keys {
  readonly kind: 'notes';
  readonly texts: NoteCohort;
}

/** The samples of an experiment over images or notes. */
export type Samples = ImageSamples | NoteSamples;

export function imageSamples(images: ImageCohort): ImageSamples {
  const { where, rows, notes, classNames, fingerprint } = images;
  const names = Object.keys(rows[0]?.attributes ?? {});
  return {
    ...{ kind: 'images', images, where, notes, classNames, fingerprint, rows: rows.length },
    sampleId: rows.map((row) => row.imageId),
    patientId: rows.map((row) => row.patient),
    site: rows.map((row) => row.site),
    label: rows.map((row) => row.label),
    attributes: Object.fromEntries(
      names.map((name) => [name, rows.map((row) => row.attributes[name] as string)]),
    ),
    officialSplit: rows.map((row) => row.officialSplit ?? ''),
  };
}

export function noteSamples(texts: NoteCohort): NoteSamples {
  const { where, rows, notes, classNames, fingerprint } = texts;
  return {
    ...{ kind: 'notes', texts, where, notes, classNames, fingerprint, rows: rows.length },
    sampleId: rows.map((row) => row.noteId),
    patientId: rows.map((row) => row.patient),
    site: rows.map((row) => row.site),
    label: rows.map((row) => row.label),
    attributes: {},
    officialSplit: rows.map(() => ''),
  };
}
