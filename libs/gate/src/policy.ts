import { z } from 'zod';

const sentence = z.string().trim().min(1, 'must be a sentence, not empty');
const name = z.string().trim().min(1, 'must be a name, not empty');
const count = z.int('must be a whole number').min(0, 'must be 0 or more');

/** Which side of the bound the whole interval must lie on. Exactly one of the three. */
const requirement = z.union(
  [
    z.strictObject({ at_least: z.number() }),
    z.strictObject({ at_most: z.number() }),
    z.strictObject({ within: z.tuple([z.number(), z.number()]) }),
  ],
  'must be one of at_least, at_most, within: [low, high]',
);

const population = {
  model: name.optional().describe('The model judged; left out, the one named at the head of the policy'),
  label: name.optional().describe('The outcome; needed only where the evidence holds several'),
  partition: z.enum(['internal', 'tuning', 'test', 'external']),
  site: name.optional().describe('One centre; left out, all sites of the partition together'),
  attribute: name.optional().describe('Subgroup attribute, together with level'),
  level: name.optional().describe('Subgroup level, together with attribute'),
  threshold: z.number().optional().describe('Decision threshold, for metrics that have one'),
};

const common = {
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, 'must be lower-case letters, digits, _ and -'),
  says: sentence.describe('The criterion as one sentence that a clinician would sign'),
  metric: name.describe('A metric as the evidence names it; comparisons name the metric, not its difference'),
  ...population,
  family: name
    .optional()
    .describe('Which criteria are corrected for multiplicity together; left out, all that name none'),
  minimum_patients: count.describe('Below it the verdict is insufficient evidence, whatever the interval'),
  minimum_events: count.describe('Below it the verdict is insufficient evidence, whatever the interval'),
  rationale: sentence.describe('Why this bound, in clinical terms'),
};

const comparison = {
  against: name.describe('The model compared with, on the same patients'),
  better: z.enum(['higher', 'lower']).describe('Which direction of the metric is better'),
};

const criterion = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('absolute'), ...common, require: requirement }),
  z.strictObject({ kind: z.literal('superiority'), ...common, ...comparison }),
  z.strictObject({
    kind: z.literal('non-inferiority'),
    ...common,
    ...comparison,
    margin: z.number().positive('must be more than 0').describe('The largest loss that is still acceptable'),
  }),
]);

const plannedEvents = z
  .int('must be a whole number')
  .min(1, 'must be 1 or more')
  .optional()
  .describe('Events at the last look, for accumulating data');

/** Of accumulating data the share of the planned events is what the looks are weighed by. */
function eventsWhereTheyAccumulate(
  one: { readonly data: string; readonly planned_events?: number | undefined },
  context: z.RefinementCtx,
): void {
  if ((one.data === 'accumulating') === (one.planned_events !== undefined)) return;
  const message = 'belongs to accumulating data, and to them alone';
  context.addIssue({ code: 'custom', path: ['planned_events'], message });
}

const cohort = name.describe('The cohort that is looked at again, as the ledger calls it');

const spentLooks = z
  .strictObject({
    method: z.literal('alpha-spending').optional(),
    cohort,
    planned: z.int('must be a whole number').min(1, 'must be 1 or more').max(1000, 'must be 1000 or less'),
    spending: z.enum(['obrien-fleming', 'pocock', 'fixed']),
    data: z
      .enum(['reused', 'accumulating'])
      .describe('reused: releases tried on the same patients; accumulating: one release as events come in'),
    planned_events: plannedEvents,
    because: sentence,
  })
  .superRefine(eventsWhereTheyAccumulate);

const eValueLooks = z
  .strictObject({
    method: z.literal('e-value'),
    cohort,
    expected_shift: z
      .number()
      .gt(0, 'must be above 0')
      .max(10, 'must be 10 or less')
      .describe('How far beyond its bound a look is planned to find a metric, in standard errors'),
    data: z
      .enum(['new', 'accumulating'])
      .describe('new: patients that no look saw before; accumulating: one release as events come in'),
    planned_events: plannedEvents,
    because: sentence,
  })
  .superRefine(eventsWhereTheyAccumulate);

/** Each decision on an external cohort is a look at it, and many looks find something by chance. */
const looks = z
  .discriminatedUnion('method', [spentLooks, eValueLooks])
  .describe('Looks at one external cohort; needs a ledger that counts them');

/** The acceptance criteria of one release question, as somebody agreed to them before the evidence was seen. */
export const policySchema = z.strictObject({
  name,
  question: sentence.optional().describe('The release question in one sentence'),
  agreed: z.strictObject({
    by: z.array(name).min(1, 'must name at least one person or body'),
    on: z.iso.date('must be a date, year-month-day'),
    after_evidence: sentence
      .optional()
      .describe('Why it was agreed after the evidence was there; without it such a policy is refused'),
  }),
  model: name.describe('The model that is up for release'),
  confidence: z
    .number()
    .gt(0.5, 'must be above 0.5')
    .lt(1, 'must be below 1')
    .describe('Two-sided confidence of every interval before multiplicity, such as 0.95'),
  multiplicity: z.strictObject({
    family: sentence.describe('Which statements are tested together'),
    method: z.enum(['none', 'bonferroni', 'holm']),
    because: sentence,
  }),
  looks: looks.optional(),
  criteria: z
    .array(criterion)
    .min(1, 'must hold at least one criterion')
    .superRefine((criteria, context) => {
      criteria.forEach((one, index) => {
        if (criteria.findIndex((other) => other.id === one.id) !== index) {
          context.addIssue({ code: 'custom', path: [index, 'id'], message: `appears twice: ${one.id}` });
        }
        if ((one.attribute === undefined) !== (one.level === undefined)) {
          const present = one.attribute === undefined ? 'level' : 'attribute';
          const message = 'a subgroup needs attribute and level together';
          context.addIssue({ code: 'custom', path: [index, present], message });
        }
        if (one.kind !== 'absolute' && one.attribute !== undefined) {
          const message = 'models are compared on whole cohorts; a subgroup needs an absolute criterion';
          context.addIssue({ code: 'custom', path: [index, 'attribute'], message });
        }
        if (one.kind === 'absolute' && 'within' in one.require) {
          const [low, high] = one.require.within;
          if (low >= high) {
            const message = 'the first number must be below the second';
            context.addIssue({ code: 'custom', path: [index, 'require', 'within'], message });
          }
        }
      });
    }),
});

type Written = z.output<typeof policySchema>;

export type Criterion = Written['criteria'][number];

/** A checked policy and the hash of its content: comments and layout do not move it, any word or number does. */
export interface Policy extends Readonly<Omit<Written, 'criteria'>> {
  readonly criteria: readonly Criterion[];
  readonly hash: string;
}
