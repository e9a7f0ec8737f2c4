/**
 * The two halves of the Nx target `gate`. `decide <dir> <policy> <out>` judges the evidence of a pack and writes
 * decision, SARIF, JUnit and summary: it succeeds whatever the verdict, so that Nx keeps it and brings it back while
 * neither evidence, policy nor judge changed. `verdict <out>` turns what was decided into an exit code, as raredx gate
 * does. Nx keeps no task that failed, which is why a gate in one piece would judge again each time it says no.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../run/workspace-files.mjs';

const [half, ...paths] = process.argv.slice(2);
const exits = { pass: 0, fail: 4, insufficient_evidence: 5 };

function decide(dir, policy, out) {
  rmSync(join(root, out), { recursive: true, force: true });
  const files = [
    '--out',
    out,
    '--sarif',
    `${out}/gate.sarif`,
    '--junit',
    `${out}/gate.xml`,
    '--summary',
    `${out}/gate.md`,
  ];
  const { status } = spawnSync(
    process.execPath,
    ['apps/cli/bin/raredx.js', 'gate', dir, '--policy', policy, ...files],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  return Object.values(exits).includes(status) ? 0 : (status ?? 1);
}

function verdict(out) {
  const { verdict: said, criteria } = JSON.parse(readFileSync(join(root, out, 'decision.json'), 'utf8'));
  for (const { verdict: one, id, why } of criteria) {
    if (one !== 'pass') console.error(`${one.replaceAll('_', ' ')}: ${id}: ${why}`);
  }
  console.log(said);
  return exits[said] ?? 1;
}

if (half === 'decide' && paths.length === 3) process.exitCode = decide(...paths);
else if (half === 'verdict' && paths.length === 1) process.exitCode = verdict(...paths);
else {
  console.error('usage: node tools/gate/main.mjs decide <dir> <policy> <out> | verdict <out>');
  process.exitCode = 2;
}
