import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseChangePlan } from '@raredx/gate';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root, workspaceFiles } from '../run/workspace-files.mjs';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const workflows = workspaceFiles(['examples/ci'], /\.yml$/);

/** Commands of raredx in a workflow, with the flags given to each. */
function calls(path: string): { command: string; flags: string[] }[] {
  const lines: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'string') lines.push(...value.split('\n'));
    else if (value && typeof value === 'object') Object.values(value).forEach(walk);
  };
  walk(parse(read(path)));
  return lines.flatMap((line) =>
    [...line.matchAll(/\$RAREDX ((?:ledger )?[a-z]+)([^;]*)/g)].map(([, command = '', rest = '']) => ({
      command,
      flags: rest.match(/--[a-z-]+/g) ?? [],
    })),
  );
}

describe('workflows of examples/ci', () => {
  it.each(workflows)('%s gives raredx only flags that it has', (path) => {
    const found = calls(path);
    expect(found.map(({ command }) => command)).toEqual(
      expect.arrayContaining(['validate', 'ledger check', 'gate']),
    );
    const help = new Map<string, string>();
    for (const { command, flags } of found) {
      if (!help.has(command)) {
        const args = [join(root, 'apps/cli/bin/raredx.js'), ...command.split(' '), '--help'];
        help.set(command, spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout);
      }
      for (const flag of flags) expect(help.get(command), command).toContain(flag);
    }
  });

  it('there is one for GitHub and one for GitLab', () => {
    expect(workflows.map((path) => path.split('/')[2]).sort()).toEqual(['github', 'gitlab']);
  });
});

it.each(workspaceFiles(['examples/change-control'], /\.yaml$/))('%s is a change control plan', (path) => {
  expect(parseChangePlan(read(path), path).modifications.length).toBeGreaterThan(0);
});
