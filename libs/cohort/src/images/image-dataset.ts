import { z } from 'zod';

const name = z.string().min(1);
const described = {
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'name must be kebab-case'),
  title: z.string().min(1),
  source: z.string().min(1),
  licence: z.string().min(1),
  citation: z.string().optional(),
  /**
   * What `raredx data pull` must find in a folder before it takes it: files by their path below it. The data stay
   * outside the repository, in `data/` beside this file, which git ignores.
   */
  needs: z.array(z.string().min(1)).min(1),
};
/** `image`: the publisher names no patient, and every file is declared to be another one. */
const patient = z.union([
  z.strictObject({ column: name }),
  z.strictObject({ pattern: z.string().min(1) }),
  z.literal('image'),
]);

/** What a `dataset.yaml` with `kind: images` may say. */
export const imageDatasetSchema = z.strictObject({
  kind: z.literal('images'),
  ...described,
  /** CSV or Parquet with a row a picture or cell, below `data/`. */
  manifest: z.string().regex(/\.(csv|parquet)$/i, 'manifest must end in .csv or .parquet'),
  /** Where a row's file lies, as in `cells/{file}`. */
  file: name.optional(),
  /** Pictures as bare bytes in one file, for instance 28 × 28 × 3 each. */
  array: z
    .strictObject({
      file: name,
      width: z.int().positive(),
      height: z.int().positive(),
      channels: z.union([z.literal(1), z.literal(3)]),
    })
    .optional(),
  /** Column of each role; null: there is none, do not guess. */
  columns: z
    .strictObject({
      id: name.nullable(),
      image: name.nullable(),
      label: name.nullable(),
      site: name.nullable(),
      split: name.nullable(),
      frame: name.nullable(),
      x: name.nullable(),
      y: name.nullable(),
      width: name.nullable(),
      height: name.nullable(),
    })
    .partial()
    .default({}),
  patient,
  attributes: z.array(name).default([]),
  /** Labels that mean there is none. */
  unlabelled: z.array(z.string()).default([]),
  /** Side of the square around a centre, in pixels. */
  boxSize: z.int().positive().optional(),
  /** What a reader of a figure made from these data must be told. */
  warnings: z.array(z.string().min(1)).default([]),
});

/** What a `dataset.yaml` with `kind: notes` may say. */
export const noteDatasetSchema = z.strictObject({
  kind: z.literal('notes'),
  ...described,
  /** JSONL, CSV or PubTator below `data/`. */
  file: z.string().regex(/\.(jsonl|csv|txt)$/i, 'file must end in .jsonl, .csv or .txt'),
  /** Column or key of the text and of the note's own id; default `text` and `id`. */
  text: name.optional(),
  id: name.optional(),
  patient: z.union([z.strictObject({ column: name }), z.literal('note')]),
  label: name.optional(),
  warnings: z.array(z.string().min(1)).default([]),
});

export type ImageDatasetDeclaration = z.output<typeof imageDatasetSchema>;
export type NoteDatasetDeclaration = z.output<typeof noteDatasetSchema>;
