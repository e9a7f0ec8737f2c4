import { z } from 'zod';
import { experimentSchema } from './experiment-schema.ts';

const count = z.int().min(1);

/** An experiment over cases given as HPO terms. Unknown keys are errors. */
export const phenotypeExperimentSchema = z.strictObject({
  kind: z.literal('phenotypes'),
  name: experimentSchema.shape.name,
  title: z.string().min(1),
  question: z.string().min(1).describe('The clinical question, in one or two sentences.'),
  expectation: z.string().optional().describe('What was expected before the run, with a range.'),
  seed: experimentSchema.shape.seed,
  cases: z.string().min(1).describe('Zip, folder or list of cases, relative to this file.'),
  flags: z
    .string()
    .min(1)
    .describe('TSV with id, pmid_first_seen and newest_pmid_holdout of each case, relative to this file.'),
  freeze: z.iso.date().describe('Cases of publications first seen later are external.'),
  cap: count.default(20).describe('Most cases of one publication among the development cases.'),
  towers: z
    .strictObject({ count: count.max(9).default(3), steps: count.default(1000) })
    .prefault({})
    .describe('How many towers are trained on simulated patients, and for how many steps.'),
  few_shot: z
    .strictObject({
      shots: z
        .array(z.int().min(0))
        .default([0, 1, 3, 5])
        .describe('Patients a disease; all of them is always tried.'),
      draws: count.max(100).default(10),
      towers: count.max(9).default(1),
    })
    .prefault({}),
  questions: z
    .strictObject({
      cases: count.default(150).describe('External cases that are questioned.'),
      start: count.default(2).describe('Findings that are known at the start.'),
      draws: count.max(100).default(3).describe('Starts drawn of each case.'),
      most: count.max(200).default(30).describe('Where anything may be asked, nobody answers more.'),
    })
    .prefault({}),
  policy: experimentSchema.shape.policy,
  validation: z
    .strictObject({
      bootstrap: z.int().min(2).max(100_000).default(2000),
      confidence: z.number().gt(0.5).lt(1).default(0.95),
    })
    .prefault({}),
});

export type PhenotypeExperiment = z.output<typeof phenotypeExperimentSchema>;
