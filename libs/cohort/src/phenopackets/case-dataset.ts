import { z } from 'zod';
import { imageDatasetSchema } from '../images/image-dataset.ts';

const { name, title, source, licence, citation, needs, warnings } = imageDatasetSchema.shape;

/** What a `dataset.yaml` with `kind: phenopackets` may say. */
export const caseDatasetSchema = z.strictObject({
  kind: z.literal('phenopackets'),
  ...{ name, title, source, licence, citation, needs, warnings },
  /** Zip, folder or list of cases below `data/`. */
  cases: z.string().min(1),
  /** Where the cases are published; the hash where it is known. */
  release: z
    .strictObject({
      url: z.url(),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
    })
    .optional(),
});

export type CaseDatasetDeclaration = z.output<typeof caseDatasetSchema>;
