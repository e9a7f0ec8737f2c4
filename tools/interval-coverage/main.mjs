/**
 * `node tools/interval-coverage/main.mjs` simulates the coverage of every interval (about ten minutes on two cores) and
 * writes docs/interval-coverage; `--check` simulates and only compares, `--pages` writes the pages from the committed
 * numbers. Any number of threads gives the same numbers.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { loadSource } from '../run/load-source.mjs';
import { root } from '../run/workspace-files.mjs';

const folder = join(root, 'docs/interval-coverage');
const certificatePath = join(folder, 'coverage.json');
const { units, certificateOf, certificateText } = await loadSource('tools/interval-coverage/certificate.ts');
const { pages } = await loadSource('tools/interval-coverage/pages.ts');

/** Largest first, so that no thread is left alone with the last; each thread asks for the next when it is done. */
function simulate() {
  const waiting = [...units].reverse();
  const cells = [];
  const thread = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('worker.mjs', import.meta.url));
      worker.on('error', reject);
      worker.on('exit', resolve);
      worker.on('message', (made) => {
        if (made.cells) {
          cells.push(...made.cells);
          const { kind, n, prevalence } = made.unit;
          console.error(`${kind}, n = ${n}, prevalence ${prevalence}; ${waiting.length} to go`);
        }
        const next = waiting.shift();
        if (next) worker.postMessage(next);
        else worker.terminate();
      });
    });
  return Promise.all(Array.from({ length: Math.min(availableParallelism(), 8) }, thread)).then(() => cells);
}

const [mode] = process.argv.slice(2);
const committed = await readFile(certificatePath, 'utf8').catch(() => '');
const text = mode === '--pages' ? committed : certificateText(certificateOf(await simulate()));
if (mode === '--check') {
  if (text !== committed) {
    console.error('interval coverage: not the committed numbers; run: node tools/interval-coverage/main.mjs');
    process.exitCode = 1;
  }
} else {
  await writeFile(certificatePath, text);
  for (const [file, page] of Object.entries(pages(JSON.parse(text))))
    await writeFile(join(folder, file), page);
}
