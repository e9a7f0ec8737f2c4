import { LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { nearestName } from './nearest-name.ts';

/** Words of a schema by the path of its object, for "did you mean". */
type Issue = z.core.$ZodIssue;

/**
 * Parses YAML and checks it against a strict schema; every complaint names file, line, key and the nearest known key.
 *
 * @param text the file's content
 * @param where the file's name as the user knows it
 * @throws ConfigError on YAML errors, unknown keys, wrong types and values out of range
 */
export function checkedYaml<Schema extends z.ZodType>(
  text: string,
  where: string,
  schema: Schema,
): z.output<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    throw new ConfigError(
      `${where}:${lines.linePos(error.pos[0]).line}`,
      `not valid yaml (${firstLine(error.message)})`,
    );
  }
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new ConfigError(where, 'not a yaml file of keys and values', 'is it the file that was meant?');
  const issue = deepest(result.error.issues);
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  const node = document.getIn(path, true) as Node | undefined;
  const offset = node?.range?.[0];
  const line = offset === undefined ? '' : `:${lines.linePos(offset).line}`;
  throw new ConfigError(`${where}${line}`, complaint(issue), advice(issue, schema));
}

function firstLine(message: string): string {
  const [line = message] = message.split('\n');
  return line.charAt(0).toLowerCase() + line.slice(1).replace(/\.$/, '');
}

/** A mistyped key also makes the right one missing: the typo is what to say. A union reports one issue for all its branches; the branch that got furthest says what the user meant. */
function deepest(issues: readonly Issue[]): Issue {
  const typo = issues.find((issue) => issue.code === 'unrecognized_keys');
  if (typo) return typo;
  let best = issues[0] as Issue;
  for (const issue of issues) if (issue.path.length > best.path.length) best = issue;
  if (best.code !== 'invalid_union' || best.errors.length === 0) return best;
  const branches = best.errors.filter((branch) => branch.length > 0).map(deepest);
  const inner = branches.sort((a, b) => b.path.length - a.path.length)[0];
  return inner ? ({ ...inner, path: [...best.path, ...inner.path] } as Issue) : best;
}

function complaint(issue: Issue): string {
  const at = issue.path.length > 0 ? issue.path.join('.') : 'the file';
  if (issue.code === 'unrecognized_keys') {
    const inside = issue.path.length > 0 ? ` in ${at}` : '';
    return `unknown ${issue.keys.length === 1 ? 'key' : 'keys'}${inside} (${issue.keys.join(', ')})`;
  }
  return `${at} is not as declared (${firstLine(issue.message)})`;
}

function advice(issue: Issue, schema: z.ZodType): string | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined;
  const known = keysAt(schema, issue.path);
  const near = nearestName(issue.keys[0] ?? '', known);
  if (near) return `did you mean ${near}?`;
  return known.length > 0 ? `known keys: ${known.join(', ')}` : undefined;
}

interface SchemaLike {
  readonly def?: {
    readonly shape?: Record<string, unknown>;
    readonly innerType?: unknown;
    readonly element?: unknown;
    readonly options?: readonly unknown[];
    readonly in?: unknown;
    readonly valueType?: unknown;
  };
}

/** The keys that a strict object at `path` knows; unions give the keys of all their branches. */
function keysAt(schema: unknown, path: readonly PropertyKey[]): string[] {
  const definition = (schema as SchemaLike | undefined)?.def;
  if (!definition) return [];
  if (definition.innerType) return keysAt(definition.innerType, path);
  if (definition.in) return keysAt(definition.in, path);
  if (definition.options) return [...new Set(definition.options.flatMap((option) => keysAt(option, path)))];
  const [head, ...rest] = path;
  if (definition.element) return keysAt(definition.element, rest);
  if (definition.valueType) return keysAt(definition.valueType, rest);
  if (!definition.shape) return [];
  return head === undefined ? Object.keys(definition.shape) : keysAt(definition.shape[String(head)], rest);
}
