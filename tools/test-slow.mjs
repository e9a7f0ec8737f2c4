/** `npm run test-slow [vitest arguments]`: the tests that take minutes. */
import { runStep } from './run/run-step.mjs';

const config = ['--config', 'tools/run/vitest.slow.config.ts', '--maxWorkers=2'];
process.exitCode = await runStep('node_modules/vitest/vitest.mjs', [
  'run',
  ...config,
  ...process.argv.slice(2),
]);
