import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../run/workspace-files.mjs';

const out = join(root, 'dist/gate/wilms');
const environment = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0' };

function nx(...args: string[]) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/nx/dist/bin/nx.js'), ...args],
    {
      cwd: root,
      env: environment,
      encoding: 'utf8',
    },
  );
  return { said: `${stdout}${stderr}`, status };
}

describe('nx run policies:gate', () => {
  beforeAll(() => {
    nx('run', 'policies:decide');
  });

  it('brings a decision back from the cache, and its verdict still fails', () => {
    const decision = readFileSync(join(out, 'decision.json'), 'utf8');
    rmSync(out, { recursive: true });
    const { said, status } = nx('run', 'policies:gate');
    expect(said).toContain('cache');
    expect(readFileSync(join(out, 'decision.json'), 'utf8')).toBe(decision);
    for (const name of ['gate.sarif', 'gate.xml', 'gate.md'])
      expect(existsSync(join(out, name)), name).toBe(true);
    expect(JSON.parse(decision).verdict).toBe('insufficient_evidence');
    expect(said).toContain('insufficient evidence: no-harm-by-age-5-up');
    expect(status).not.toBe(0);
  });

  it.each([
    ['reports/wilms-relapse/evidence.json', true],
    ['README.md', false],
  ])('affected by %s: %s', (file, affected) => {
    const { said } = nx('show', 'projects', '--affected', `--files=${file}`, '--json');
    expect(said.includes('"policies"')).toBe(affected);
  });
});

describe('verdict as an exit code', () => {
  const verdict = (folder: string) =>
    spawnSync(process.execPath, [join(root, 'tools/gate/main.mjs'), 'verdict', folder], { encoding: 'utf8' });

  it('is that of raredx gate', () => {
    expect(verdict('dist/gate/wilms').status).toBe(5);
  });

  it('refuses what it does not know', () => {
    expect(spawnSync(process.execPath, [join(root, 'tools/gate/main.mjs'), 'judge']).status).toBe(2);
  });
});
