import { z } from 'zod';
import { readDocument } from '../read-document.ts';

const name = z.string().min(1).max(300);
const whole = z.int().min(0);

const epoch = z.strictObject({
  /** From 0. */
  epoch: whole,
  /** Learning rate of its last step. */
  rate: z.number(),
  /** Mean over the rows as they were met, with weights, smoothing and dropout. */
  trainingLoss: z.number(),
  /** Log loss of the tuning part; null where there is none. */
  tuningLoss: z.number().nullable(),
});

const fit = z
  .strictObject({
    /** `r0f3` for a fold, `final` for the fit that is kept. */
    fit: name,
    stopped: z.enum(['epochs', 'early stopping']),
    /** The epoch (from 0) whose weights were kept. */
    bestEpoch: whole,
    tuningPatients: whole,
    epochs: z.array(epoch).min(1),
  })
  .refine(({ bestEpoch, epochs }) => bestEpoch < epochs.length, 'the epoch that was kept is not there');

const verdict = z.enum(['helped', 'hurt', 'no difference shown']);

const comparison = z.strictObject({
  against: z.enum(['scratch', 'logistic']),
  metric: z.enum(['log_loss', 'auroc', 'accuracy']),
  transfer: z.number(),
  other: z.number(),
  /** transfer − other: below 0 is better for the log loss, above 0 for the others. */
  difference: z.number(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  undefinedBecause: z.string().nullable(),
  verdict,
});

const transfer = z.strictObject({
  model: name,
  scratch: name,
  logistic: name,
  partition: name,
  patients: whole,
  samples: whole,
  verdict,
  comparisons: z.array(comparison),
});

const schema = z.strictObject({
  schemaVersion: z.literal(1),
  models: z.array(z.strictObject({ model: name, fits: z.array(fit).min(1) })),
  transfers: z.array(transfer),
});

/** `trainings.json`: the learning curves of what was trained by epochs, and whether pretraining helped it. */
export type Trainings = z.output<typeof schema>;
/** The learning curve of one fit. */
export type TrainingFit = z.output<typeof fit>;
/** A fine-tuned model against its two controls on the same rows. */
export type TransferTest = z.output<typeof transfer>;

/**
 * Reads `trainings.json`.
 *
 * @throws ContractError naming file and key
 */
export const readTrainings = (text: string, where: string): Trainings => readDocument(schema, text, where);
