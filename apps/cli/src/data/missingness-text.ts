import type { MissingColumn, MissingnessDocument, MissingShare } from '@raredx/tables';

/** Patterns beyond this many are counted, not listed. */
const mostPatterns = 8;

const percent = (value: number) => `${value.toFixed(1)} %`;

/** The mechanism table as `raredx data check --missingness` prints it. */
export function missingnessText(document: MissingnessDocument): string {
  const { rows, completeRows, imputations, columns, patterns, limits } = document;
  const head = `${rows} rows, ${completeRows} without a gap; gaps in ${columns.length} columns`;
  if (columns.length === 0) return head;
  const shown = patterns.slice(0, mostPatterns).map(({ missing, rows: count, percent: share }) => {
    const names = missing.length === 0 ? 'nothing missing' : missing.join(', ');
    return `  ${String(count).padStart(6)} (${percent(share)})  ${names}`;
  });
  const more = patterns.length - shown.length;
  return [
    `${head}; ${imputations} imputations would do`,
    ...columns.flatMap(columnLines),
    'patterns',
    ...shown,
    ...(more > 0 ? [`  and ${more} more`] : []),
    'what this cannot tell',
    ...limits.map((limit) => `  ${limit}`),
  ].join('\n');
}

function columnLines({
  column,
  missing,
  percent: share,
  bySite,
  byOutcome,
  test,
  reading,
}: MissingColumn): string[] {
  const groups = [sharesText('site', bySite), sharesText('outcome', byOutcome)].filter((text) => text !== '');
  const tested =
    'p' in test
      ? ` (chi-square ${test.chiSquare.toFixed(1)}, df ${test.df}, adjusted p ${test.adjustedP.toPrecision(2)})`
      : '';
  return [
    `${column}: ${missing} missing (${percent(share)})`,
    `  ${groups.join('; ')}`,
    `  ${reading}${tested}`,
  ];
}

function sharesText(by: string, shares: readonly MissingShare[]): string {
  if (shares.length < 2) return '';
  return `by ${by}: ${shares.map(({ level, percent: share }) => `${level} ${percent(share)}`).join(', ')}`;
}
