import { z } from 'zod';
import { readDocument } from '../read-document.ts';

const finite = z.number();
const name = z.string().min(1).max(300);
const prose = z.string().max(2000);

/** A test that an explanation has to pass before anybody is shown it: stability, agreement, a control that must fail. */
const gate = z.strictObject({
  name,
  passed: z.boolean(),
  statistic: finite.nullable(),
  lower: finite.nullable(),
  upper: finite.nullable(),
  /** What was asked and what came out, in words for a reader. */
  why: prose,
});

const feature = z
  .strictObject({ feature: name, importance: finite, lower: finite.nullable(), upper: finite.nullable() })
  .refine(({ lower, upper }) => (lower === null) === (upper === null), 'an interval has two limits')
  .refine(({ lower, upper }) => (lower ?? 0) <= (upper ?? 0), 'limits are out of order');

const pictureLimit = 300_000;
const figure = z
  .strictObject({
    title: name,
    caption: prose,
    svg: z.string().startsWith('<svg').max(pictureLimit).optional(),
    pngBase64: z
      .string()
      .regex(/^iVBORw0KGgo[A-Za-z0-9+/]*={0,2}$/, 'not a PNG in base64')
      .max(pictureLimit)
      .optional(),
  })
  .refine(
    ({ svg, pngBase64 }) => (svg === undefined) !== (pngBase64 === undefined),
    'a figure is either svg or pngBase64',
  );

const method = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9_.-]*$/),
    model: name,
    kind: z.enum(['permutation', 'shapley', 'integrated-gradients', 'grad-cam', 'tokens']),
    /** Whose data, what was changed or summed, what unit the importance has. */
    description: prose.optional(),
    gates: z.array(gate).max(50),
    admitted: z.boolean(),
    table: z.array(feature).max(500),
    figures: z.array(figure).max(12),
  })
  .refine(
    ({ admitted, gates }) => !admitted || (gates.length > 0 && gates.every(({ passed }) => passed)),
    'admitted without having passed every gate, or without a gate',
  );

const schema = z
  .strictObject({ schemaVersion: z.literal(1), methods: z.array(method).max(50) })
  .refine(
    ({ methods }) => new Set(methods.map(({ id }) => id)).size === methods.length,
    'an id stands twice',
  );

export type Explanation = z.output<typeof method>;
/** `explanations.json`: what was tried to say why a model predicts as it does, and which of it may be shown. */
export type Explanations = z.output<typeof schema>;

/**
 * Reads `explanations.json`. What is not admitted stays in it, to be named with its reason; what is admitted must have
 * passed at least one gate and failed none.
 *
 * @throws ContractError naming file and key
 */
export const readExplanations = (text: string, where: string): Explanations =>
  readDocument(schema, text, where);
