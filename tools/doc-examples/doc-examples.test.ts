import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, workspaceFiles } from '../run/workspace-files.mjs';
import { type DocExample, extractExamples } from './extract-examples.ts';
import { runExample } from './run-example.ts';

const one = (text: string) => extractExamples(text)[0] as DocExample;
const comment = (...lines: string[]) => ['/**', ...lines.map((line) => ` * ${line}`), ' */'].join('\n');
const double = { double: (x: number) => ({ value: 2 * x, unit: 'mm' }) };

describe('the runner itself', () => {
  it('reads several lines, statements before them, and fences', () => {
    const text = comment(
      'Purpose.',
      '',
      '@example',
      '```ts',
      'const x = 2;',
      'double(x).value // => 4',
      'x // => 2',
      '```',
    );
    expect(extractExamples(text)).toMatchObject([
      { line: 7, code: 'const x = 2;\ndouble(x).value', expected: '4' },
      { line: 8, code: 'x', expected: '2' },
    ]);
  });

  it('stops at the next tag', () => {
    expect(extractExamples(comment('@example double(1) // => 2', '@see a // => b'))).toHaveLength(1);
  });

  it.each([
    ['double(2) // => { value: 4 }', undefined],
    ['double(2) // => { value: 5 }', 'value.value is not 5; got {"value":4,"unit":"mm"}'],
    ['double(1 / 3).value // => 0.667', undefined],
    ['double(1 / 3).value // => 0.666', 'value is not 0.666; got 0.6666666666666666'],
    ['[1, 2] // => [1, 2, 3]', 'value is not a Array of 3; got [1,2]'],
    ['Uint8Array.of(1) // => Uint32Array.of(1)', 'value is not a Uint32Array of 1; got Uint8Array.of(1)'],
    ["double.nothing.at // => throws 'Cannot read'", undefined],
    ['double(1).value // => throws', 'expected it to throw, got 2'],
    ['missing(1) // => 1', 'threw ReferenceError: missing is not defined'],
    ["await Promise.resolve('a') // => 'a'", undefined],
  ])('%s', async (line, wrong) => {
    expect(await runExample(one(comment(`@example ${line}`)), double)).toBe(wrong);
  });
});

const sources = workspaceFiles(['libs'], /\/src\/.*(?<!\.(test|slow))\.ts$/);

/** An example may use what its lib is built on: a stream of random numbers, a column of text. */
async function exportsBeneath(lib: string): Promise<Record<string, unknown>> {
  const { dependencies } = JSON.parse(readFileSync(join(root, lib, 'package.json'), 'utf8'));
  const grounds = ['stats', 'tables'].filter((name) => `@raredx/${name}` in dependencies);
  const modules = await Promise.all(
    grounds.map((name) => import(/* @vite-ignore */ join(root, `libs/${name}/src/index.ts`))),
  );
  return Object.assign({}, ...modules);
}

describe('examples in doc comments', () => {
  for (const path of sources) {
    const examples = extractExamples(readFileSync(join(root, path), 'utf8'));
    if (examples.length === 0) continue;
    it(path, async () => {
      const [lib] = path.split('/src/');
      const index = await import(/* @vite-ignore */ join(root, `${lib}/src/index.ts`));
      const beneath = await exportsBeneath(lib as string);
      const own = await import(/* @vite-ignore */ join(root, path));
      const wrong: string[] = [];
      for (const example of examples) {
        const reason = await runExample(example, { ...beneath, ...index, ...own });
        if (reason) wrong.push(`${path}:${example.line}: ${example.code.trim()}: ${reason}`);
      }
      expect(wrong).toEqual([]);
    });
  }

  it('covers the libs that judge', () => {
    const count = (lib: string) =>
      sources
        .filter((path) => path.startsWith(`libs/${lib}/`))
        .flatMap((path) => extractExamples(readFileSync(join(root, path), 'utf8'))).length;
    for (const lib of ['stats', 'metrics', 'validation', 'gate', 'tables'])
      expect(count(lib), lib).toBeGreaterThan(0);
  });
});
