import type { EndToEnd, RankedRow } from './end-to-end-ranking.ts';
import { type Difference, type Measure, measureNames } from './ranked-reports.ts';

const digits = (value: number): string =>
  value
    .toFixed(3)
    .replace(/^(-?)0\./, '$1.')
    .replace('-', '−');
const signed = (value: number): string => (value < 0 ? digits(value) : `+${digits(value)}`);
const difference = ({ value, low, high }: Difference): string =>
  `${signed(value)} [${signed(low)}, ${signed(high)}]`;
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
const setNames = { external: 'T1', development: 'DEV-U' };
const every = <T>(values: Readonly<Record<Measure, T>>, write: (value: T) => string): string[] =>
  measureNames.map((measure) => write(values[measure]));

const compared = (rows: readonly RankedRow[], keep: (ranker: string, other: string) => boolean) =>
  rows.flatMap(({ cases, publications, ranker, against }) =>
    Object.entries(against)
      .filter(([other]) => keep(ranker, other))
      .map(([other, differences]) => [
        ...[setNames[cases], publications, `${ranker} − ${other}`],
        ...every(differences, difference),
      ]),
  );

/** The tables of docs/phenotype-variants.md. */
export function rankingTables({ rows }: EndToEnd): string {
  const head = ['cases', 'own publications', 'ranker', ...measureNames];
  const figures = rows.map(({ cases, publications, ranker, figures: own }) => [
    ...[setNames[cases], publications, ranker],
    ...every(own, digits),
  ]);
  const differences = compared(rows, (ranker) => ranker === 'phenotype model');
  return `${table(head, figures)}\n\n${table([...head.slice(0, 2), 'difference', ...measureNames], differences)}`;
}
