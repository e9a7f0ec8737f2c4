import { checkedYaml } from '@raredx/experiment';
import { fingerprint } from '@raredx/tables';
import { z } from 'zod';

const sentence = z.string().trim().min(1, 'must be a sentence, not empty');
const name = z.string().trim().min(1, 'must be a name, not empty');
const names = z.array(name).min(1, 'must name at least one');

const described = {
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, 'must be lower-case letters, digits, _ and -'),
  says: sentence.describe('The modification in one sentence, and why it is expected'),
};

const modification = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('retrain').describe('The same recipe on the data of the plan: other risks, nothing else'),
    ...described,
    models: names,
  }),
  z.strictObject({
    kind: z.literal('settings').describe('Settings of one model that may take other values'),
    ...described,
    model: name,
    settings: names,
  }),
  z.strictObject({
    kind: z.literal('data').describe('What may change in the patients'),
    ...described,
    rows: z.array(z.enum(['added', 'removed', 'corrected'])).min(1, 'must name at least one'),
    largest_share: z
      .number()
      .positive('must be more than 0')
      .optional()
      .describe('Rows changed this way, as a share of the rows before'),
    sites: z.array(name).optional().describe('Sites that may be new; left out, none may'),
  }),
  z.strictObject({
    kind: z.literal('plan').describe('How the numbers are made: thresholds, resamples, the lead model'),
    ...described,
    settings: names,
  }),
]);

const acceptance = z.strictObject({
  id: described.id,
  says: sentence,
  metric: name,
  model: name,
  partition: z.enum(['internal', 'tuning', 'test', 'external']),
  label: name.optional(),
  site: name.optional(),
  threshold: z.number().optional(),
  better: z.enum(['higher', 'lower']),
  largest_loss: z
    .number()
    .min(0, 'must be 0 or more')
    .describe('How far the worse limit of the new interval may lie beyond the old estimate'),
});

/** A predetermined change control plan: what may change in a released model without a new release question. */
export const changePlanSchema = z.strictObject({
  name,
  agreed: z.strictObject({
    by: z.array(name).min(1, 'must name at least one person or body'),
    on: z.iso.date('must be a date, year-month-day'),
  }),
  modifications: z.array(modification).min(1, 'must hold at least one modification'),
  protocol: z.strictObject({
    data: sentence.describe('How data for retraining are collected and kept apart from those for judging'),
    retraining: sentence.describe('What is fitted again, by which experiment file'),
    evaluation: sentence.describe('How the retrained model is judged'),
    update: sentence.describe('How it reaches users, and how it is taken back'),
  }),
  policy: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be the hash of a policy, as decision.json has it')
    .optional()
    .describe('The policy that must have judged the new model; left out, any that passed'),
  acceptance: z.array(acceptance),
  benefit_and_risk: sentence.describe('Why changes inside this plan are safe, in clinical terms'),
});

type Written = z.output<typeof changePlanSchema>;
export type Modification = Written['modifications'][number];
export type Acceptance = Written['acceptance'][number];
export interface ChangePlan extends Readonly<Written> {
  readonly hash: string;
}

/**
 * @param where the file's name as the user knows it
 * @throws ConfigError naming file, line and key, with the nearest known key as advice
 */
export function parseChangePlan(text: string, where: string): ChangePlan {
  const written = checkedYaml(text, where, changePlanSchema);
  return { ...written, hash: fingerprint(written) };
}
