/**
 * `npm run update-reports`, after set-up: makes the committed example packs again, which a change of numbers, wording or
 * the page's script makes stale. The tests verify them from their rows.
 */
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runStep } from '../run/run-step.mjs';
import { root } from '../run/workspace-files.mjs';

const packs = { 'wilms-relapse': 'experiments/wilms/relapse.yaml' };

/** Made by hours of one processor: only pages and seal are made again, from the evidence that the pack holds. */
const pagesOnly = ['phenotype'];

for (const name of pagesOnly) {
  const folder = join(root, 'runs', `${name}-pages`);
  await rm(folder, { recursive: true, force: true });
  await cp(join(root, 'reports', name), folder, { recursive: true });
  const code = await runStep('apps/cli/bin/raredx.js', ['report', folder]);
  if (code !== 0) process.exit(code);
  await rm(join(root, 'reports', name), { recursive: true, force: true });
  await cp(join(folder, 'pack'), join(root, 'reports', name), { recursive: true });
}

for (const [name, experiment] of Object.entries(packs)) {
  const run = join('runs', name);
  const code = await runStep('apps/cli/bin/raredx.js', ['run', experiment, '--out', run]);
  if (code !== 0) process.exit(code);
  await rm(join(root, 'reports', name), { recursive: true, force: true });
  await cp(join(root, run, 'pack'), join(root, 'reports', name), { recursive: true });
}
