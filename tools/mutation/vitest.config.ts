import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import base from '../../vitest.base.ts';

/**
 * The tests of one lib, seen from Stryker's copy of the workspace. Modules stay loaded between the test files of a mutant:
 * stats and metrics keep no state, and most of the time would go into loading them anew.
 */
export default defineConfig({
  ...base,
  root: fileURLToPath(new URL(`../../libs/${process.env.RAREDX_MUTATE ?? 'metrics'}`, import.meta.url)),
  test: {
    ...base.test,
    // Left out: imputation (see stryker.config.mjs) and the compiled kernel, whose compiler is outside the copy.
    exclude: ['**/node_modules/**', 'src/imputation/**', 'tests/kernel-bytes.test.ts'],
    isolate: false,
    passWithNoTests: false,
  },
});
