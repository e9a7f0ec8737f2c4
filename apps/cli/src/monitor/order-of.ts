import { ContractError, rowsInWords } from '@raredx/tables';

const isoDate = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Row numbers in ascending order of a column of numbers or ISO dates; rows level with each other keep their order.
 *
 * @throws ContractError where a cell is neither
 */
export function orderOf(cells: readonly unknown[], name: string, where: string): readonly number[] {
  const texts = cells.map((cell) => (cell === null || cell === undefined ? '' : String(cell).trim()));
  const isDates = texts.some((text) => isoDate.test(text));
  const values = texts.map((text) => (isDates ? dateOf(text) : text === '' ? Number.NaN : Number(text)));
  const bad = values.filter((value) => !Number.isFinite(value)).length;
  if (bad > 0) {
    const first = values.findIndex((value) => !Number.isFinite(value)) + 1;
    throw new ContractError(
      where,
      `${name} is no ${isDates ? 'date' : 'number'} in ${rowsInWords(bad)} (first: row ${first})`,
      'the order is a number, or a date as in 2026-03-31',
    );
  }
  return Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number) || a - b);
}

/** Without a zone it is taken as UTC, so that every machine orders alike. */
function dateOf(text: string): number {
  if (!isoDate.test(text)) return Number.NaN;
  const instant = text.replace(' ', 'T');
  const zoned = !instant.includes('T') || /(Z|[+-]\d{2}:?\d{2})$/.test(instant);
  return Date.parse(zoned ? instant : `${instant}Z`);
}
