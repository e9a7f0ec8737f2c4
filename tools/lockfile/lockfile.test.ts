import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../run/workspace-files.mjs';

interface Entry {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
}

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Readonly<Record<string, Entry>>;
};

/** npm looks for a dependency beside the package and then in every folder above it. */
function found(from: string, name: string): boolean {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true;
    if (at === '') return false;
  }
}

it('has every optional platform package, or npm ci fails on a bare clone', () => {
  const absent = Object.entries(packages).flatMap(([from, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).filter((name) => !found(from, name)),
  );
  expect(absent).toEqual([]);
});

it('names no registry', () => {
  const named = Object.values(packages).filter((entry) => entry.resolved?.startsWith('http'));
  expect(named).toEqual([]);
});
