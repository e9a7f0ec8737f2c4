import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../run/workspace-files.mjs';
import { conformance } from './conformance.ts';
import { difference } from './difference.ts';
import { conformancePage } from './page.ts';

describe('difference', () => {
  it('is relative to the number, in an array to its largest, and never to less than the floor', () => {
    expect(difference(1.5, 1, 0)).toEqual({ numbers: 1, largest: 0.5 });
    expect(difference([1, 10.5], [1, 10], 0)).toEqual({ numbers: 2, largest: 0.05 });
    expect(difference({ a: 0.5, b: 3 }, { a: 0, b: 4 }, 1)).toEqual({ numbers: 2, largest: 0.5 });
  });

  it('is infinite where a number is missing, and skips what the reference does not know', () => {
    for (const got of [undefined, Number.NaN, [1], { undefinedBecause: 'no rows' }])
      expect(difference(got, Array.isArray(got) ? [1, 2] : 1, 0).largest).toBe(Number.POSITIVE_INFINITY);
    expect(difference({ a: 1 }, { a: 1, b: [2] }, 0).largest).toBe(Number.POSITIVE_INFINITY);
    expect(difference([1, null], [1, null], 0)).toEqual({ numbers: 1, largest: 0 });
  });
});

describe('docs/conformance.md', () => {
  const found = conformance();
  const committed = readFileSync(join(root, 'docs/conformance.md'), 'utf8');
  const update = 'run: node tools/conformance/main.mjs';
  const cell = /\| ([\d.e+-]+) (\| [\d.e+-]+ \|)$/;

  it.each(Object.values(found.libs).flat())('$name, $by', ({ name, cases, largest, tolerance }) => {
    expect(cases, name).toBeGreaterThan(0);
    expect(largest, name).toBeLessThanOrEqual(tolerance);
  });

  it('is current, but for rounding', () => {
    const blank = (page: string) => page.split('\n').map((line) => line.replace(cell, '| $2'));
    expect(blank(committed), update).toEqual(blank(conformancePage(found)));
  });

  it('shows differences as large as they are', () => {
    const shown = (page: string) =>
      page.split('\n').flatMap((line) => Array.from(cell.exec(line)?.slice(1, 2) ?? [], Number));
    const before = shown(committed);
    expect(before.length).toBe(Object.values(found.libs).flat().length);
    shown(conformancePage(found)).forEach((now, i) => {
      expect(now, update).toBeLessThanOrEqual(Math.max(10 * before[i]!, 1e-12));
    });
  });
});
