/**
 * Mutation testing of one lib at a time: `RAREDX_MUTATE=metrics npx stryker run`, or `stats`; with
 * `RAREDX_MUTATE_SHARE=0.1` on a seeded tenth of the mutants. Results and how to read them: docs/mutation.md.
 */
const lib = process.env.RAREDX_MUTATE ?? 'metrics';
const whole = process.env.RAREDX_MUTATE_SHARE === undefined;

export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', './tools/mutation/sample-checker.mjs'],
  vitest: { configFile: 'tools/mutation/vitest.config.ts', related: false },
  // Imputation draws whole data sets again and again: its tests take minutes once instrumented. The kernel is also compiled.
  mutate: [
    `libs/${lib}/src/**/*.ts`,
    '!**/{*.test,*.slow,index}.ts',
    '!libs/stats/src/{imputation,kernel}/**',
  ],
  ignorePatterns: [
    '**',
    '!libs/{tables,stats,metrics}/**',
    '!tools/mutation/**',
    '!{vitest.base.ts,tsconfig.base.json,package.json}',
    '**/{dist,out-tsc,node_modules}',
  ],
  checkers: whole ? [] : ['sample'],
  coverageAnalysis: 'perTest',
  dryRunTimeoutMinutes: 20,
  // On a busy machine a slow test is no endless loop.
  timeoutMS: 30_000,
  ignoreStatic: true,
  // Half of them go to the sampling checker, which has next to nothing to do.
  concurrency: whole ? 2 : 4,
  disableTypeChecks: false,
  tsconfigFile: '',
  thresholds: { high: 90, low: 80, break: 80 },
  // A sample would be mistaken for results by the next whole run.
  incremental: whole,
  incrementalFile: `reports/mutation/${lib}-incremental.json`,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: `reports/mutation/${lib}${whole ? '' : '-sample'}.json` },
  clearTextReporter: { reportTests: false, allowColor: false },
};
