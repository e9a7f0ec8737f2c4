import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { raredx, root } from './raredx.ts';

const packs = readdirSync(join(root, 'reports'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'mutation')
  .map((entry) => entry.name);

it('there is an example pack for each task', () => {
  expect(packs).toContain('wilms-relapse');
});

it.each(packs)(
  'reports/%s: every number comes again from its rows and every page byte for byte',
  (name) => {
    const { stderr, status } = raredx(['verify', join(root, 'reports', name)]);
    expect(stderr).toContain('statements recomputed');
    expect(status).toBe(0);
  },
  600_000,
);
