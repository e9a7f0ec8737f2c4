/**
 * `node tools/conformance/main.mjs` writes docs/conformance.md from the fixtures; `--check` only compares. Differences of
 * rounding may vary between processors: they are checked by the test beside this file, not here.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSource } from '../run/load-source.mjs';
import { root } from '../run/workspace-files.mjs';

const { conformance } = await loadSource('tools/conformance/conformance.ts');
const { conformancePage } = await loadSource('tools/conformance/page.ts');

const path = join(root, 'docs/conformance.md');
const page = conformancePage(conformance());
const current = (await readFile(path, 'utf8').catch(() => '')) === page;
if (current) console.log('conformance: up to date');
else if (process.argv.includes('--check')) {
  console.error('conformance: docs/conformance.md is not current; run: node tools/conformance/main.mjs');
  process.exitCode = 1;
} else {
  await writeFile(path, page);
  console.log('conformance: written (docs/conformance.md)');
}
