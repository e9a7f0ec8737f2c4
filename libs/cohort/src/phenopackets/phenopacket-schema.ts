import { z } from 'zod';

const ontologyClass = z.looseObject({ id: z.string().min(1), label: z.string().optional() });

/** GA4GH `TimeElement`: one of age, age range, gestational age, class, time stamp. */
const timeElement = z.looseObject({
  age: z.looseObject({ iso8601duration: z.string() }).optional(),
  ageRange: z
    .looseObject({
      start: z.looseObject({ iso8601duration: z.string() }).optional(),
      end: z.looseObject({ iso8601duration: z.string() }).optional(),
    })
    .optional(),
  gestationalAge: z.looseObject({ weeks: z.number().optional(), days: z.number().optional() }).optional(),
  ontologyClass: ontologyClass.optional(),
});

const phenotypicFeature = z.looseObject({ type: ontologyClass, excluded: z.boolean().optional() });

const disease = z.looseObject({
  term: ontologyClass,
  excluded: z.boolean().optional(),
  onset: timeElement.optional(),
});

const genomicInterpretation = z.looseObject({
  interpretationStatus: z.string().optional(),
  gene: z.looseObject({ symbol: z.string().optional() }).optional(),
  variantInterpretation: z
    .looseObject({
      variationDescriptor: z
        .looseObject({ geneContext: z.looseObject({ symbol: z.string().optional() }).optional() })
        .optional(),
    })
    .optional(),
});

const interpretation = z.looseObject({
  progressStatus: z.string().optional(),
  diagnosis: z
    .looseObject({
      disease: ontologyClass.optional(),
      genomicInterpretations: z.array(genomicInterpretation).optional(),
    })
    .optional(),
});

/**
 * What is read of a GA4GH Phenopacket v2. Everything else that the standard allows may stand beside it.
 *
 * @see Jacobsen et al. The GA4GH Phenopacket schema. Nat Biotechnol 2022;40:817-820
 */
export const phenopacketSchema = z.looseObject({
  id: z.string().min(1),
  subject: z
    .looseObject({
      id: z.string().optional(),
      sex: z.enum(['UNKNOWN_SEX', 'FEMALE', 'MALE', 'OTHER_SEX']).optional(),
      timeAtLastEncounter: timeElement.optional(),
    })
    .optional(),
  phenotypicFeatures: z.array(phenotypicFeature).optional(),
  interpretations: z.array(interpretation).optional(),
  diseases: z.array(disease).optional(),
  metaData: z
    .looseObject({
      phenopacketSchemaVersion: z.string().optional(),
      externalReferences: z.array(z.looseObject({ id: z.string().optional() })).optional(),
    })
    .optional(),
});

export type Phenopacket = z.infer<typeof phenopacketSchema>;
export type TimeElement = z.infer<typeof timeElement>;
