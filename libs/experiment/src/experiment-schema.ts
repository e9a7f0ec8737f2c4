import { z } from 'zod';

const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens')
  .describe('Lower-case letters, digits and hyphens: it becomes a folder and an MLflow name.');

const modelFacts = {
  name,
  predictors: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Columns that this model sees; default: those of the experiment.'),
  deployable: z
    .boolean()
    .default(true)
    .describe('False where the model uses what is not known at the bedside: a yardstick, never a candidate.'),
  description: z.string().default('').describe('One sentence for the pack.'),
};

const network = {
  hidden: z.array(z.int().min(1).max(4096)).min(1).describe('Units of each hidden layer.'),
  epochs: z.int().min(1).max(100_000).describe('Passes over the training patients.'),
  batch_size: z.int().min(1).max(65_536),
  learning_rate: z.number().positive().max(1).describe('Adam step size.'),
  weight_decay: z.number().min(0).max(10).describe('L2 penalty on weights (not biases), per patient.'),
};

const logisticModel = z
  .strictObject({
    kind: z.literal('logistic'),
    ...modelFacts,
    ridge: z
      .number()
      .min(0)
      .default(0)
      .describe('L2 penalty on standardised slopes; 0 is maximum likelihood.'),
  })
  .describe('Logistic regression: the honest baseline.');

const networkModel = z
  .strictObject({ kind: z.literal('network'), ...modelFacts, ...network })
  .describe('A dense network trained from scratch.');

const transferModel = z
  .strictObject({
    kind: z.literal('transfer'),
    ...modelFacts,
    ...network,
    pretrain: z
      .strictObject({
        target: z.string().describe('Column of the related task, known for the same training patients.'),
        epochs: z.int().min(1).max(100_000),
        learning_rate: z.number().positive().max(1),
      })
      .describe('The related task; its fit sees training patients of the fold only.'),
    freeze: z
      .int()
      .min(0)
      .default(0)
      .describe('How many of the first hidden layers keep their pretrained weights.'),
  })
  .describe('The same network, pretrained on a related task and fine-tuned.');

const prototypicalModel = z
  .strictObject({
    kind: z.literal('prototypical'),
    ...modelFacts,
    shots: z
      .int()
      .min(1)
      .max(10_000)
      .describe('Training patients of each class that the learner may see (k).'),
    draws: z
      .int()
      .min(1)
      .max(1000)
      .describe('Independent draws of the shots in external cohorts, each one repeat.'),
    hidden: network.hidden,
    pretrain: z
      .strictObject({
        target: z.string().describe('Column whose classes make the training episodes.'),
        episodes: z.int().min(1).max(100_000),
        shots: z.int().min(1).max(1000),
        queries: z.int().min(1).max(1000),
        learning_rate: z.number().positive().max(1),
      })
      .describe('Episodic training of the embedding on a related task, training patients of the fold only.'),
  })
  .describe('Prototypical few-shot learner (Snell 2017): nearest class mean in a learned embedding.');

/** One model of an experiment, told apart by `kind`. */
export const modelSchema = z.discriminatedUnion('kind', [
  logisticModel,
  networkModel,
  transferModel,
  prototypicalModel,
]);

const missingSchema = z
  .strictObject({
    method: z
      .literal('impute')
      .describe(
        'Chained equations, fitted on the training patients of each fold without the outcome. A model is fitted on each completed data set; a patient is told the mean risk.',
      ),
    imputations: z.int().min(2).max(200).default(10).describe('Completed data sets of each fold.'),
    iterations: z.int().min(1).max(1000).default(10),
    auxiliary: z
      .array(z.string())
      .default([])
      .describe('Columns that gaps are filled from but no model sees; known when the model is used.'),
    ordered: z
      .array(z.string())
      .default([])
      .describe('Categories whose order counts: filled by matching, not by a multinomial draw.'),
  })
  .describe(
    'What is done about missing predictors. Without this key a gap becomes the median or commonest level, with an indicator.',
  );

const familiaritySchema = z
  .strictObject({
    beyond: z
      .number()
      .gt(0.5)
      .lt(1)
      .default(0.975)
      .describe('A patient farther from the development patients than this share of them is unfamiliar.'),
  })
  .describe(
    'Adds the subgroup attribute familiarity: Mahalanobis distance of the encoded predictors, no outcome involved.',
  );

/** An experiment file: what is asked of which patients, by which models, judged how. Unknown keys are errors. */
export const experimentSchema = z.strictObject({
  name,
  title: z.string().min(1),
  question: z.string().min(1).describe('The clinical question, in one or two sentences.'),
  expectation: z.string().optional().describe('What was expected before the run, with a range.'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  dataset: z.string().describe('Folder of the data set, relative to this file.'),
  outcome: z.string().describe('Boolean column that is predicted.'),
  predictors: z.array(z.string()).min(1),
  attributes: z.array(z.string()).default([]).describe('Columns whose levels are judged as subgroups.'),
  cohorts: z.strictObject({
    development: z.array(z.string()).min(1).describe('Sites that the models may learn from.'),
    external: z.array(z.string()).default([]).describe('Sites that are judged once, at the end.'),
  }),
  cross_validation: z.strictObject({
    repeats: z.int().min(1).max(1000),
    folds: z.int().min(2).max(1000),
  }),
  missing: missingSchema.optional(),
  familiarity: familiaritySchema.optional(),
  models: z.array(modelSchema).min(1),
  primary: z.string().describe('The model that the policy is about.'),
  validation: z.strictObject({
    thresholds: z
      .array(z.number().gt(0).lt(1))
      .min(1)
      .describe('Decision thresholds, declared before the run.'),
    bootstrap: z.int().min(0).max(1_000_000).describe('Patient-level resamples behind bootstrap intervals.'),
    confidence: z.number().gt(0.5).lt(1).default(0.95),
    baseline: z.string().describe('The model that the others are compared with on identical patients.'),
  }),
  optimism: z
    .strictObject({
      replicates: z
        .int()
        .min(2)
        .max(100_000)
        .describe('Bootstrap samples of the development patients; 200 or more for a correction.'),
      models: z.array(name).min(1).describe('Models whose whole pipeline is fitted again on each.'),
    })
    .optional()
    .describe('Replays encoder and model on bootstrap samples: optimism correction and instability.'),
  label_noise: z
    .strictObject({ observed: z.string(), reference: z.string(), title: z.string() })
    .optional()
    .describe('Two readings of the same thing, compared as a check on label noise.'),
  policy: z.string().optional().describe('Release policy, relative to this file.'),
});

export type Experiment = z.output<typeof experimentSchema>;
export type MissingSpec = z.output<typeof missingSchema>;
export type ModelSpec = z.output<typeof modelSchema>;
export type LogisticSpec = z.output<typeof logisticModel>;
export type NetworkSpec = z.output<typeof networkModel>;
export type TransferSpec = z.output<typeof transferModel>;
export type PrototypicalSpec = z.output<typeof prototypicalModel>;
