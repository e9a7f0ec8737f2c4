/**
 * `npm run demo`, after set-up: the Wilms experiment from the committed data to a decision and an evidence pack.
 * Exits 0 when the job ran, whatever the verdict: a verdict (exit codes 4 and 5 of the run) is a result, not a crash.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runStep } from './run/run-step.mjs';
import { root } from './run/workspace-files.mjs';

const run = 'runs/wilms-relapse';
const verdicts = { pass: 'pass', fail: 'fail', insufficient_evidence: 'insufficient evidence' };

async function result() {
  const { verdict } = JSON.parse(await readFile(join(root, run, 'decision.json'), 'utf8'));
  const pages = (await readdir(join(root, run, 'pack'))).filter((file) => file.endsWith('.html')).sort();
  if (!verdicts[verdict] || pages.length === 0) throw new Error('no verdict or no page');
  return { verdict: verdicts[verdict], page: join(run, 'pack', pages[0]) };
}

const code = await runStep('apps/cli/bin/raredx.js', ['run', 'experiments/wilms/relapse.yaml', '--out', run]);
if ([0, 4, 5].includes(code)) {
  try {
    const { verdict, page } = await result();
    console.log(`\nverdict  ${verdict}\npack     ${page}   (open it in a browser)`);
  } catch (error) {
    console.error(`demo: the run ended with ${code} but left no decision and pack (${error.message})`);
    process.exitCode = 1;
  }
} else {
  process.exitCode = code;
}
