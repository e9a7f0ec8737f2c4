/**
 * Lets a seeded share of the mutants through (`RAREDX_MUTATE_SHARE`, all without it) and marks the rest as not compiling,
 * which keeps them out of the score. Which ones depends on the mutant alone: its file, place and replacement.
 */
import { createHash } from 'node:crypto';
import { relative } from 'node:path';

const share = Number(process.env.RAREDX_MUTATE_SHARE ?? 1);
const seed = 'mutation sample';

/** In [0, 1). */
function place({ fileName, location, replacement, mutatorName }) {
  const { start, end } = location;
  const path = relative(process.cwd(), fileName).replace(/^.*sandbox-[^/]*\//, '');
  const name = [seed, path, start.line, start.column, end.line, end.column, mutatorName, replacement].join(
    '\0',
  );
  return createHash('sha256').update(name).digest().readUInt32BE(0) / 2 ** 32;
}

const checker = () => ({
  init: async () => {},
  group: async (mutants) => [mutants.map(({ id }) => id)],
  check: async (mutants) =>
    Object.fromEntries(
      mutants.map((mutant) => [
        mutant.id,
        place(mutant) < share
          ? { status: 'passed' }
          : { status: 'compileError', reason: 'not in the sample' },
      ]),
    ),
});

/** What Stryker's own `declareFactoryPlugin` would make. */
export const strykerPlugins = [{ kind: 'Checker', name: 'sample', factory: checker }];
