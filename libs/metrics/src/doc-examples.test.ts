import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as exported from './index.ts';

const folder = new URL('./', import.meta.url);
const examples = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .flatMap((file) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/@example (.+?) \/\/ => (.+)/g)].map(
      ([, call = '', value = '']) => ({ file, call, value }),
    ),
  );

function evaluate(expression: string): unknown {
  return new Function(...Object.keys(exported), `return (${expression});`)(...Object.values(exported));
}

describe('doc examples give what they say', () => {
  test('there are some', () => {
    expect(examples.length).toBeGreaterThan(25);
  });
  test.each(examples)('$file: $call', ({ call, value }) => {
    const got = evaluate(call);
    const expected = evaluate(value.replace(/\*\/\s*$/, ''));
    expect(got).toEqual(closely(expected));
  });
});

/** Numbers to 12 digits, as the last bits of a sum are no documentation. */
function closely(expected: unknown): unknown {
  if (typeof expected === 'number')
    return Number.isFinite(expected) ? expect.closeTo(expected, 12) : expected;
  if (typeof expected === 'object' && expected !== null && !ArrayBuffer.isView(expected)) {
    return Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, closely(value)]));
  }
  return expected;
}
