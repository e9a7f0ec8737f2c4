/**
 * `npm test`, after set-up: lint, boundaries, types, generated files, then every test, each run even where one before it
 * failed. The last line is `N passed, N failed`; a check counts as one. `--all` adds the slow tests.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStep } from './run/run-step.mjs';
import { countLine, testCounts } from './run/test-counts.mjs';

const checks = [
  ['lint and format', 'node_modules/@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']],
  [
    'module boundaries',
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    ['--config', '.dependency-cruiser.mjs', '--output-type', 'err', 'apps', 'libs'],
  ],
  ['types', 'node_modules/typescript/bin/tsc', ['-b', 'tsconfig.json', 'tools/tsconfig.json']],
  ['generated schemas', 'tools/schemas/main.mjs', ['--check']],
  ...(process.argv.includes('--all') ? [['slow tests', 'tools/test-slow.mjs', []]] : []),
];

async function runTests() {
  const folder = await mkdtemp(join(tmpdir(), 'raredx-test-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const options = ['run', '--maxWorkers=2', ...reporters];
  const exitCode = await runStep('node_modules/vitest/vitest.mjs', options);
  const text = await readFile(report, 'utf8').catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
  return testCounts(text === undefined ? undefined : JSON.parse(text), exitCode);
}

const failed = [];
for (const [name, script, args] of checks) {
  console.log(`\n> ${name}`);
  if ((await runStep(script, args)) !== 0) failed.push(name);
}
console.log('\n> tests');
const counts = await runTests();
for (const name of failed) console.error(`failed: ${name}`);
counts.passed += checks.length - failed.length;
counts.failed += failed.length;
console.log(countLine(counts));
process.exitCode = counts.failed > 0 ? 1 : 0;
