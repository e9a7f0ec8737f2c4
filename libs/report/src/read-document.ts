import { ContractError } from '@raredx/tables';
import type { z } from 'zod';

/**
 * A JSON document of a run as its schema has it.
 *
 * @throws ContractError naming file and key
 */
export function readDocument<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  where: string,
): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ContractError(where, 'not JSON');
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  const at = first && first.path.length > 0 ? ` (${first.path.join('.')})` : '';
  throw new ContractError(where, `${(first?.message ?? 'not as declared').toLowerCase()}${at}`);
}
