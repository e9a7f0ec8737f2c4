import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import base from '../../vitest.base.ts';

/** Coverage simulations and other tests of minutes: `*.slow.ts` beside the sources, outside `npm test`. */
export default defineConfig({
  ...base,
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: { ...base.test, name: 'slow', include: ['{libs,apps}/*/src/**/*.slow.ts'], testTimeout: 1_200_000 },
});
