import { z } from 'zod';

const name = z.string().min(1);
/** A value as the file spells it; numbers are allowed for convenience, `007` needs quotes. */
const code = z.union([z.string(), z.int().transform(String)]);
const range = z
  .tuple([z.number().nullable(), z.number().nullable()])
  .refine(([low, high]) => low === null || high === null || low <= high, 'range must be [low, high]');

const described = {
  title: z.string().min(1),
  /** `outcome`, `followup` and `identifier` may never be predictors; `reference` is a later, better reading. */
  role: z.enum(['identifier', 'predictor', 'outcome', 'reference', 'followup']).optional(),
};
const fromFile = {
  name,
  /** The name that experiments use, where the file's own is obscure. */
  as: name.optional(),
  ...described,
  /** Codes that mean missing, besides an empty field. */
  missing: z.array(code).default([]),
};
const numeric = { ...fromFile, unit: z.string().optional(), range: range.optional() };

const column = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('integer'), ...numeric }),
  z.strictObject({ type: z.literal('number'), ...numeric }),
  z.strictObject({ type: z.literal('text'), ...fromFile }),
  z.strictObject({ type: z.literal('boolean'), ...fromFile }),
  z.strictObject({
    type: z.literal('category'),
    ...fromFile,
    /** A list, not a map: the order is the order of printing, and the first level is the encoder's reference. */
    levels: z.array(z.strictObject({ code, label: z.string().min(1) })).min(1),
    /** A column of the same levels that reads the same thing: agreement goes to the quality report. */
    agreesWith: name.optional(),
  }),
]);

const derived = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('scale'),
    name,
    ...described,
    from: name,
    divideBy: z.number().positive(),
    unit: z.string(),
  }),
  z.strictObject({
    kind: z.literal('bands'),
    name,
    ...described,
    from: name,
    /** Ascending; band i holds cuts[i−1] <= x < cuts[i]. */
    cuts: z.array(z.number()).min(1),
    labels: z.array(z.string().min(1)).min(2),
  }),
  z.strictObject({
    kind: z.literal('is'),
    name,
    ...described,
    from: name,
    /** Yes where the source has one of these levels, no where it has another. */
    levels: z.array(z.string()).min(1),
  }),
  z.strictObject({
    kind: z.literal('recode'),
    name,
    ...described,
    from: name,
    levels: z.array(z.strictObject({ label: z.string().min(1), from: z.array(z.string()).min(1) })).min(1),
  }),
]);

const rule = { step: z.string().min(1), reason: z.string().min(1), column: name };
const eligibilityRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('known'), ...rule }),
  z.strictObject({ kind: z.literal('levels'), ...rule, levels: z.array(z.string()).min(1) }),
  z.strictObject({ kind: z.literal('range'), ...rule, range }),
]);

/** A year, month or day, as `1979`, `1979-05` or `1979-05-01`. */
const date = z
  .union([z.string(), z.int().transform(String)])
  .refine((text) => isDate(text), 'a date is a year, a month or a day, as in 1979-05');

function isDate(text: string): boolean {
  const found = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text);
  if (!found) return false;
  const [, year, month = '01', day = '01'] = found;
  const parsed = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(`${year}-${month}-${day}`);
}

/** Dates of accrual. A year alone is compared as its beginning, so that `1979` to `1979-05` is in order. */
const period = z
  .strictObject({
    from: date,
    to: date,
    /** Where the dates are to be read, where the source of the data does not give them. */
    source: z.string().min(1).optional(),
  })
  .refine(
    ({ from, to }) => from.slice(0, to.length) <= to.slice(0, from.length),
    'period ends before it begins',
  );

/** What a `dataset.yaml` may say, key by key; `datasetSchema` also checks that the names it mentions exist. */
export const declaration = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'name must be kebab-case'),
  title: z.string().min(1),
  source: z.string().min(1),
  licence: z.string().min(1),
  citation: z.string().optional(),
  /** When the patients were taken in. */
  period: period.optional(),
  file: z.string().regex(/\.(csv|parquet)$/i, 'file must end in .csv or .parquet'),
  /** Column of the unit of independence. */
  patient: name.optional(),
  /** In place of it: somebody who knows says that no patient has two rows. */
  one_row_a_patient: z.literal(true).optional(),
  /** Column of the rows' own key, where a patient may have several rows. */
  sample: name.optional(),
  /** Column of the centre, study or period; without it all patients are of one site, `all`. */
  site: name.optional(),
  /** What a column of the file that is not declared here means. */
  undeclared: z.enum(['error', 'warn']).default('error'),
  columns: z.array(column).min(1),
  derived: z.array(derived).default([]),
  eligibility: z.array(eligibilityRule).default([]),
});

export type DatasetDeclaration = z.output<typeof declaration>;
export type DeclaredColumn = z.output<typeof column>;
export type DerivedColumn = z.output<typeof derived>;
export type EligibilityRule = z.output<typeof eligibilityRule>;
