import { ConfigError, checkedYaml } from '@raredx/experiment';
import { z } from 'zod';
import { humanFields } from './human-fields.ts';

const isoDate = z.string().regex(/^(?:\d{4}-\d{2}-\d{2})?$/, 'not a date as in 2026-11-24');

const field = z.strictObject({
  text: z.string().max(20_000),
  author: z.string().max(300),
  signed_by: z.string().max(300),
  date: isoDate,
});

const hazard = z.strictObject({
  id: z.string().min(1).max(100),
  hazard: z.string().min(1).max(2000),
  harm: z.string().max(2000),
  control: z.string().max(2000),
  /** Ids of acceptance criteria or of rows of evidence that test the control. */
  tests: z.array(z.string().min(1).max(200)).max(100),
  residual: z.string().max(2000),
  signed_by: z.string().max(300),
  date: isoDate,
});

const schema = z.strictObject({
  schema_version: z.literal(1),
  fields: z.record(z.string(), field),
  hazards: z.array(hazard).max(500).default([]),
});

export type HumanAnswer = z.output<typeof field>;
export type Hazard = z.output<typeof hazard>;
export type HumanItems = z.output<typeof schema>;

/**
 * What people wrote beside a run. Every field must be one of ours; an empty one is allowed and counts as not filled.
 *
 * @throws ConfigError naming file, line and key
 */
export function readHumanItems(text: string, where: string): HumanItems {
  const items = checkedYaml(text, where, schema);
  const known = new Set(humanFields.map(({ id }) => id));
  const stray = Object.keys(items.fields).filter((id) => !known.has(id));
  if (stray.length > 0)
    throw new ConfigError(
      where,
      `unknown ${stray.length === 1 ? 'field' : 'fields'} (${stray.slice(0, 5).join(', ')})`,
      'write a template with raredx report DIR --human-template FILE',
    );
  return items;
}

/** A field counts as filled when it has a text, an author, a signer and a date. */
export function isSigned(answer: HumanAnswer | undefined): boolean {
  if (!answer) return false;
  return [answer.text, answer.author, answer.signed_by, answer.date].every((part) => part.trim() !== '');
}

export function signedFields(items: HumanItems | null): ReadonlySet<string> {
  if (items === null) return new Set();
  return new Set(humanFields.filter(({ id }) => isSigned(items.fields[id])).map(({ id }) => id));
}
