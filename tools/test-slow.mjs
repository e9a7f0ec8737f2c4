/**
 * `npm run test-slow [vitest arguments]`: the tests that take minutes; without arguments also the simulation behind
 * docs/interval-coverage, which must give the committed numbers.
 */
import { runStep } from './run/run-step.mjs';

const wanted = process.argv.slice(2);
const config = ['--config', 'tools/run/vitest.slow.config.ts', '--maxWorkers=2'];
const tests = await runStep('node_modules/vitest/vitest.mjs', ['run', ...config, ...wanted]);
const coverage = wanted.length > 0 ? 0 : await runStep('tools/interval-coverage/main.mjs', ['--check']);
process.exitCode = tests || coverage;
