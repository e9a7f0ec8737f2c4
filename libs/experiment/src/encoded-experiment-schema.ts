import { z } from 'zod';
import { experimentSchema } from './experiment-schema.ts';

const name = experimentSchema.shape.name;

const encoder = z
  .strictObject({
    name: z
      .string()
      .default('efficientnet-lite0')
      .describe('efficientnet-lite0, all-minilm-l6-v2, or the path of a model file.'),
    size: z
      .int()
      .min(32)
      .max(1024)
      .default(128)
      .describe('Side of the square that an image is brought to, px.'),
    colour: z
      .enum(['as-is', 'gray-world', 'standardised'])
      .default('as-is')
      .describe('How colour is evened out before encoding, against stain and scanner.'),
    views: z
      .int()
      .min(1)
      .max(64)
      .default(1)
      .describe('Turned and mirrored copies of an image whose features are averaged.'),
    jitter: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe('Strength of colour jitter in extra training copies; 0 makes none.'),
    upright: z
      .boolean()
      .default(false)
      .describe(
        'Pictures have a right way up and a left side, as chest films: nothing is turned or mirrored.',
      ),
  })
  .describe('The frozen encoder that turns an image or a note into features.');

const changes = z
  .strictObject({
    name: encoder.shape.name.unwrap().optional(),
    size: encoder.shape.size.unwrap().optional(),
    colour: encoder.shape.colour.unwrap().optional(),
    views: encoder.shape.views.unwrap().optional(),
    jitter: encoder.shape.jitter.unwrap().optional(),
    upright: encoder.shape.upright.unwrap().optional(),
  })
  .default({})
  .describe('What this model changes in the encoder of the experiment.');

const facts = {
  name,
  description: z.string().default('').describe('One sentence for the pack.'),
  deployable: z.boolean().default(true).describe('False for controls and yardsticks, never candidates.'),
};

const headModel = z
  .strictObject({
    kind: z.literal('head'),
    ...facts,
    head: z.enum(['softmax', 'ridge', 'lda', 'nearest-centroid']).default('softmax'),
    encoder: changes,
    standardise: z
      .enum(['pooled', 'site'])
      .default('pooled')
      .describe(
        "Features brought to mean 0 and spread 1 over all, or within each site: a site's own scanner then drops out.",
      ),
    settings: z
      .array(z.number().min(0))
      .min(1)
      .optional()
      .describe("What is chosen from inside the training patients of each fold, softmax: scikit-learn's C."),
    criterion: z.enum(['log-loss', 'balanced-accuracy']).default('log-loss'),
    balanced: z
      .boolean()
      .default(false)
      .describe('Weigh classes equally while fitting; risks are brought back to the prevalence afterwards.'),
  })
  .describe('A head on frozen features.');

const trivialModel = z
  .strictObject({ kind: z.literal('trivial'), ...facts })
  .describe('Mean colour, spread and size alone: what it reaches is no knowledge of disease.');

const fineTunedModel = z
  .strictObject({
    kind: z.literal('fine-tuned'),
    ...facts,
    size: z
      .int()
      .min(32)
      .max(512)
      .default(64)
      .describe('Side of the square that an image is brought to, px.'),
    strategy: z
      .enum(['frozen', 'partial', 'gradual', 'adapters', 'full', 'scratch'])
      .default('full')
      .describe('What of the encoder moves; scratch starts from no pretraining: the control.'),
    blocks: z.int().min(1).max(16).default(4).describe('Last blocks that move; for partial and gradual.'),
    rank: z.int().min(1).max(64).default(4).describe('Rank of adapters.'),
    batch_norm: z
      .enum(['frozen', 'trained'])
      .default('trained')
      .describe('Whether statistics of moving layers are those of the new images.'),
    epochs: z.int().min(1).max(1000).default(10),
    batch_size: z.int().min(2).max(1024).default(32),
    learning_rate: z
      .number()
      .positive()
      .max(1)
      .default(1e-3)
      .describe('Highest rate; warms up, then a cosine.'),
    weight_decay: z.number().min(0).max(1).default(0),
    dropout: z.number().min(0).lt(1).default(0.2),
    smoothing: z.number().min(0).lt(1).default(0).describe('Label smoothing.'),
    jitter: z.number().min(0).max(1).default(0).describe('Strength of colour jitter while training.'),
    upright: z.boolean().default(false).describe('Nothing is turned or mirrored while training or judging.'),
    balance: z.enum(['none', 'weighted', 'logit-adjusted']).default('none'),
    tuning: z
      .number()
      .min(0)
      .max(0.5)
      .default(0.15)
      .describe(
        'Share of the training patients that is set aside to stop early by, where the split names no tuning part; 0 trains all epochs.',
      ),
    patience: z
      .int()
      .min(1)
      .max(1000)
      .default(3)
      .describe('Epochs without a lower tuning loss after which training stops; the best weights are kept.'),
  })
  .describe('The encoder itself trained further on the images.');

const fewShotMethod = z.enum([
  'prototypical',
  'simple-shot',
  'matching',
  'cosine-head',
  'ridge',
  'lda',
  'mahalanobis',
  'bd-cspn',
  'laplacian-shot',
]);

const fewShotModel = z
  .strictObject({
    kind: z.literal('few-shot'),
    ...facts,
    method: fewShotMethod.default('prototypical'),
    shots: z
      .int()
      .min(1)
      .max(1000)
      .describe('Patients of each class that the learner may see, one sample each.'),
  })
  .describe('A few-shot method on frozen features.');

const averageModel = z
  .strictObject({
    kind: z.literal('average'),
    ...facts,
    members: z
      .array(name)
      .min(2)
      .describe(
        'Models declared above whose risks are averaged: what one recipe gets wrong, others outvote.',
      ),
    calibrated: z
      .boolean()
      .default(false)
      .describe(
        'One temperature for all risks, fitted on those made out of fold: of use where folds are sites.',
      ),
  })
  .describe('The mean of the risks of several models.');

const fewShotStudy = z
  .strictObject({
    shots: z
      .array(z.int().min(1).max(1000))
      .min(1)
      .default([1, 5, 10, 20])
      .describe('Patients of each class to learn from, one sample each.'),
    methods: z
      .array(z.enum([...fewShotMethod.options, 'relation', 'maml', 'anil']))
      .min(1)
      .default(['prototypical', 'simple-shot', 'ridge'])
      .describe(
        'Judged on the same episodes; the last one is what the others are set against. relation, maml and anil are learned on base classes first.',
      ),
    base: z
      .array(z.string())
      .default([])
      .describe(
        'Classes that methods are learned on and centred by, from half of the patients who have them; judged are the other classes, on other patients.',
      ),
    ways: z.int().min(2).optional().describe('Classes an episode; default: all that have patients enough.'),
    queries: z.int().min(1).max(1000).default(15).describe('Samples of each class that an episode judges.'),
    episodes: z.int().min(1).max(100_000).default(200),
    unknown: z
      .int()
      .min(0)
      .default(0)
      .describe(
        'Classes of each episode that the support does not hold, for the open-set scores; 0 asks for none.',
      ),
  })
  .describe('Curves over the number of shots on frozen features: episodes without a patient on both sides.');

/** One model of an experiment over images or notes, told apart by `kind`. */
export const encodedModelSchema = z.discriminatedUnion('kind', [
  headModel,
  trivialModel,
  fineTunedModel,
  fewShotModel,
  averageModel,
]);

/** An experiment over images or notes: encode once, then fit heads fold by fold. Unknown keys are errors. */
export const encodedExperimentSchema = z.strictObject({
  kind: z.enum(['images', 'notes']),
  name,
  title: z.string().min(1),
  question: z.string().min(1).describe('The clinical question, in one or two sentences.'),
  expectation: z.string().optional().describe('What was expected before the run, with a range.'),
  seed: experimentSchema.shape.seed,
  dataset: z
    .string()
    .optional()
    .describe('Folder of a data set of pictures or notes, relative to this file; or else a manifest.'),
  manifest: z
    .string()
    .optional()
    .describe('CSV, Parquet or folder that lists the samples, relative to this file.'),
  columns: z
    .strictObject({
      image: z.string().optional(),
      text: z.string().optional(),
      label: z.string().optional(),
      patient: z.string().optional(),
      site: z.string().optional(),
      split: z.string().optional(),
    })
    .default({})
    .describe('Columns of the manifest; default: guessed from their usual names.'),
  classes: z.array(z.string()).min(2).optional().describe('Labels that are learned; default: all of them.'),
  attributes: z.array(z.string()).default([]).describe('Columns whose levels are judged as subgroups.'),
  cohorts: z
    .strictObject({
      development: z.array(z.string()).min(1).optional(),
      external: z.array(z.string()).default([]),
    })
    .default({ external: [] })
    .describe('Sites that are learned from (default: all that are not external) and judged once.'),
  cross_validation: z
    .strictObject({
      ...experimentSchema.shape.cross_validation.shape,
      by: z
        .enum(['patient', 'site'])
        .default('patient')
        .describe(
          'Folds of patients, or each development site held out once (internal-external validation).',
        ),
    })
    .optional()
    .describe('How risks of the development samples are made without having learned from them.'),
  official_split: z
    .strictObject({
      training: z.array(z.string()).min(1),
      tuning: z.array(z.string()).default([]),
      test: z.array(z.string()).min(1),
    })
    .optional()
    .describe('Values of the split column, where the publisher of the data fixed who is tested.'),
  encoder: encoder.prefault({}),
  models: z.array(encodedModelSchema).min(1),
  controls: z
    .boolean()
    .default(true)
    .describe(
      'Beside each fine-tuned model, where none is declared: its twin from untrained weights (as long again to train) and a logistic head on the frozen encoder, and the test for negative transfer.',
    ),
  few_shot: fewShotStudy.optional(),
  optimism: z
    .strictObject({
      replicates: z
        .int()
        .min(2)
        .max(100_000)
        .describe('Bootstrap samples of the development patients; 200 or more for a correction.'),
      models: z.array(name).min(1).describe('Heads that are fitted again on each.'),
    })
    .optional()
    .describe(
      'Refits heads on bootstrap samples: optimism correction, and how far the risk of a patient moves.',
    ),
  primary: experimentSchema.shape.primary,
  validation: experimentSchema.shape.validation,
  policy: experimentSchema.shape.policy,
});

export type EncodedExperiment = z.output<typeof encodedExperimentSchema>;
export type EncodedModelSpec = z.output<typeof encodedModelSchema>;
export type TrivialModelSpec = z.output<typeof trivialModel>;
export type HeadModelSpec = z.output<typeof headModel>;
export type AverageSpec = z.output<typeof averageModel>;
export type FewShotSpec = z.output<typeof fewShotModel>;
export type FewShotStudySpec = z.output<typeof fewShotStudy>;
export type FineTunedSpec = z.output<typeof fineTunedModel>;
export type EncoderSpec = EncodedExperiment['encoder'];
