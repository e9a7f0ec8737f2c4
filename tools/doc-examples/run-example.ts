import type { DocExample } from './extract-examples.ts';
import { mismatch } from './mismatch.ts';

type Scope = Readonly<Record<string, unknown>>;
type Evaluator = (...values: unknown[]) => Promise<unknown>;
const AsyncFunction = (async () => {}).constructor as new (...text: string[]) => Evaluator;

/** Why the example does not hold, or undefined where it does. */
export async function runExample(example: DocExample, scope: Scope): Promise<string | undefined> {
  const expected = example.expected.match(/^throws\b\s*(.*)$/s);
  try {
    const got = await evaluator(example, scope)(...Object.values(scope));
    if (expected) return `expected it to throw, got ${shown(got)}`;
    const value = await compile(`return (${example.expected});`, scope)(...Object.values(scope));
    const wrong = mismatch(got, value, example.expected);
    return wrong && `${wrong}; got ${shown(got)}`;
  } catch (error) {
    const { name, message } = error as Error;
    if (!expected) return `threw ${name}: ${message}`;
    const words = (expected[1] ?? '').replace(/^(['"`])(.*)\1$/s, '$2');
    return `${name}: ${message}`.includes(words) ? undefined : `threw ${name}: ${message}, not ${words}`;
  }
}

/** The last expression is the longest tail that parses as one; lines above it are statements. */
function evaluator({ before, code }: DocExample, scope: Scope): Evaluator {
  const lines = code.split('\n');
  for (let start = 0; start < lines.length; start++) {
    const statements = [before, ...lines.slice(0, start)].join('\n');
    try {
      const expression = lines.slice(start).join('\n').replace(/;\s*$/, '');
      return compile(`${statements}\nreturn (${expression}\n);`, scope);
    } catch (error) {
      if (!(error instanceof SyntaxError) || start === lines.length - 1) throw error;
    }
  }
  throw new SyntaxError('no expression before // =>');
}

function compile(body: string, scope: Scope): Evaluator {
  return new AsyncFunction(...Object.keys(scope), `'use strict'; ${body}`);
}

function shown(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}.of(${value})`;
  return (
    JSON.stringify(value, (_, inner) => (ArrayBuffer.isView(inner) ? `${inner}` : inner)) ?? String(value)
  );
}
