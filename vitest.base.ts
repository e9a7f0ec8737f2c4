import { defineConfig } from 'vitest/config';

const conditions = ['@raredx/source', 'node', 'import', 'module', 'default'];

/** What every project's vitest run shares: sources instead of builds, and no silent empty project. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    passWithNoTests: true,
  },
});
