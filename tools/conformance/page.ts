import type { Measured } from './comparison.ts';
import type { Conformance } from './conformance.ts';

const heading = `# Conformance

Written by \`node tools/conformance/main.mjs\` from the fixtures; \`npm test\` measures every difference again and holds it
to its tolerance. The fixtures are made by the R and Python runners that lie beside them; nothing here needs R or Python.

A difference is relative to the reference's number, in an array to its largest one. In \`metrics\` a number below 0.001 is
compared as if it were 0.001. Cases are data sets, arguments or tables; numbers are the values compared in them. Wanted:
1e-10 for closed forms, 1e-6 where either side iterates.
`;

const wanted = { 'closed form': 1e-10, iterative: 1e-6 } as const;

const exponent = (x: number) =>
  x === 0 ? '0' : x.toExponential(x >= 1e-3 || Number(x.toExponential(0)) !== x ? 1 : 0);

/** For the page: exact agreement is 0. */
export const differenceText = (largest: number) => (largest === 0 ? '0' : largest.toExponential(1));

const lines = (all: readonly Measured[]) =>
  all.map(
    ({ name, path, by, kind, cases, numbers, largest, tolerance }) =>
      `| ${name} | ${by}, [${path.split('/').at(-1)}](../${path}) | ${kind} | ${cases} | ${numbers} | ${differenceText(largest)} | ${exponent(tolerance)} |`,
  );

const table = (lib: string, all: readonly Measured[]) =>
  [
    `## ${lib}`,
    '',
    '| function | reference | kind | cases | numbers | largest difference | tolerance |',
    '|---|---|---|---:|---:|---:|---:|',
    ...lines(all),
    '',
  ].join('\n');

/** Lines that want an explanation: a difference above what is wanted, or a tolerance above it with its reason. */
function notable(all: readonly Measured[]): string {
  const above = all.filter(({ largest, kind }) => largest > wanted[kind]);
  const wide = all.filter(({ tolerance, kind, why }) => tolerance > wanted[kind] && why !== null);
  const found =
    above.length === 0
      ? 'No difference is above what is wanted.'
      : above.map(({ name, largest }) => `- ${name}: ${differenceText(largest)}`).join('\n');
  const reasons = wide.map(({ name, tolerance, why }) => `- ${name}, ${exponent(tolerance)}: ${why}.`);
  return ['## Above what is wanted', '', found, '', 'Tolerances above it, and why:', '', ...reasons, ''].join(
    '\n',
  );
}

const others = (elsewhere: Conformance['elsewhere']) =>
  [
    '## References compared elsewhere',
    '',
    'Comparisons of another kind (simulation, order, sets, neighbouring replicates) or with inputs of their own:',
    '',
    ...elsewhere.map(
      ({ path, tests }) =>
        `- [${path}](../${path}): ${tests.map((test) => `[${test.split('/').at(-1)}](../${test})`).join(', ') || 'no test'}`,
    ),
    '',
  ].join('\n');

export function conformancePage({ libs, elsewhere }: Conformance): string {
  const all = Object.values(libs).flat();
  return [
    heading,
    notable(all),
    ...Object.entries(libs).map(([lib, rows]) => table(lib, rows)),
    others(elsewhere),
  ].join('\n');
}
