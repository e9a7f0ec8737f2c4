import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';

const buildConfigs = (root) =>
  ['libs', 'apps'].flatMap((group) =>
    readdirSync(join(root, group))
      .map((folder) => join(group, folder, 'tsconfig.lib.json'))
      .filter((config) => existsSync(join(root, config))),
  );

/** Compiles every project that has a build (tests are not compiled, vitest reads their sources); bundles the page's script. */
export const buildTypeScript = async ({ root, progress, signal }) => {
  const step = progress.start('build');
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const result = await runCommand(process.execPath, [compiler, '-b', ...buildConfigs(root)], {
    cwd: root,
    signal,
  });
  if (result.code !== 0) {
    const errors = result.stdout.split('\n').filter((line) => line.includes('error TS'));
    throw new SetupError(
      `the TypeScript build failed (${errors.length} errors, first: ${errors[0] ?? result.stderr.trim()})`,
      'run `npx tsc -b` for all of them',
    );
  }
  const bundle = await runCommand(process.execPath, [join(root, 'apps/evidence-viewer/bundle.mjs')], {
    cwd: root,
    signal,
  });
  if (bundle.code !== 0) {
    throw new SetupError(
      `the script of the pack's page could not be bundled (${bundle.stderr.trim().split('\n')[0]})`,
      'run `node apps/evidence-viewer/bundle.mjs` for all of it',
    );
  }
  step.done('built');
};
