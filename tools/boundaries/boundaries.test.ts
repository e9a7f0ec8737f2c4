import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../run/workspace-files.mjs';

/**
 * The committed boundary rules, run on a copy of the workspace's package.json files in a temporary folder: one line of
 * import a file, so that each rule is seen to fire and the working tree stays as it is.
 */
let copy: string;
let names: Record<string, string>;
let violations: { from: string; to: string; rule: string }[];

const forbidden = [
  ['training', 'metrics'],
  ['training', 'validation'],
  ['training', 'gate'],
  ['metrics', 'training'],
  ['validation', 'training'],
  ['validation', 'runtime'],
  ['gate', 'training'],
  ['gate', 'cohort'],
  ['report', 'stats'],
  ['report', 'metrics'],
  ['report', 'validation'],
  ['mlflow-js-client', 'gate'],
  ['tables', 'stats'],
  ['tables', 'cohort'],
  ['stats', 'tables'],
  ['experiment', 'tables'],
  ['cohort', 'training'],
  ['metrics', 'validation'],
] as const;

const allowed = [
  ['metrics', 'tables'],
  ['validation', 'metrics'],
  ['gate', 'tables'],
  ['gate', 'experiment'],
  ['training', 'cohort'],
  ['report', 'experiment'],
] as const;

const probe = (from: string, to: string) => `libs/${from}/src/reaches-${to}.ts`;

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(copy, path)), { recursive: true });
  await writeFile(join(copy, path), text);
}

async function copyWorkspace(): Promise<void> {
  for (const file of ['.dependency-cruiser.mjs', 'tsconfig.base.json'])
    await cp(join(root, file), join(copy, file));
  await mkdir(join(copy, 'node_modules/@raredx'), { recursive: true });
  for (const group of ['libs', 'apps']) {
    for (const folder of await readdir(join(root, group))) {
      const path = `${group}/${folder}`;
      const text = await readFile(join(root, path, 'package.json'), 'utf8');
      await write(`${path}/package.json`, text);
      await write(`${path}/src/index.ts`, 'export const here = 1;\n');
      names[folder] = JSON.parse(text).name;
      await symlink(join(copy, path), join(copy, 'node_modules', names[folder] as string), 'dir');
    }
  }
}

async function cruise(): Promise<typeof violations> {
  const command = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const options = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'libs', 'apps'];
  // The exit status is the number of errors, so a rejection is the expected case here.
  const run = promisify(execFile)(process.execPath, [command, ...options], { cwd: copy, maxBuffer: 2 ** 26 });
  const { stdout } = await run.catch((error) => error as { stdout: string });
  const { summary } = JSON.parse(stdout);
  return summary.violations.map((one: { from: string; to: string; rule: { name: string } }) => ({
    from: one.from,
    to: one.to,
    rule: one.rule.name,
  }));
}

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'raredx-boundaries-'));
  names = {};
  await copyWorkspace();
  for (const [from, to] of [...forbidden, ...allowed]) {
    await write(probe(from, to), `import { here } from '${names[to]}';\n\nexport const there = here;\n`);
  }
  await write('libs/training/src/relative.ts', "export { here } from '../../metrics/src/index.ts';\n");
  await write('libs/metrics/src/reads.ts', "export { readFileSync } from 'node:fs';\n");
  await write(
    'libs/report/src/type-only.ts',
    "import type { here } from '@raredx/stats';\nexport type Here = typeof here;\n",
  );
  await write('libs/tables/src/reads.ts', "export { readFileSync } from 'node:fs';\n");
  violations = await cruise();
});

afterAll(() => rm(copy, { recursive: true, force: true }));

const found = (from: string) => violations.filter((one) => one.from === from).map((one) => one.rule);

describe('a forbidden import fails, by name', () => {
  it.each(forbidden)('%s → %s', (from, to) => {
    expect(found(probe(from, to))).toContain(`libs-${from}-must-not-know-libs-${to}`);
  });

  it('through a relative path', () => {
    expect(found('libs/training/src/relative.ts')).toContain('libs-training-must-not-know-libs-metrics');
  });

  it('even for a type', () => {
    expect(found('libs/report/src/type-only.ts')).toContain('libs-report-must-not-know-libs-stats');
  });

  it('of a node module where judging does no I/O', () => {
    expect(found('libs/metrics/src/reads.ts')).toEqual(['judging-does-no-io']);
    expect(found('libs/tables/src/reads.ts')).toEqual([]);
  });
});

describe('an allowed import passes', () => {
  it.each(allowed)('%s → %s', (from, to) => {
    expect(found(probe(from, to))).toEqual([]);
  });
});

it('every project carries a tag that the rule table knows', async () => {
  const rules = await readFile(join(root, '.dependency-cruiser.mjs'), 'utf8');
  for (const [folder, name] of Object.entries(names)) {
    const path = join(
      copy,
      folder === 'cli' || folder === 'evidence-viewer' ? 'apps' : 'libs',
      folder,
      'package.json',
    );
    const { nx } = JSON.parse(await readFile(path, 'utf8'));
    expect(
      nx.tags.some((tag: string) => rules.includes(`'${tag}':`)),
      name,
    ).toBe(true);
  }
});
