/**
 * A count with thin grouping as the tables print it.
 *
 * @example printedCount(4028) // => '4,028'
 */
export function printedCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A share in percent with one decimal: `54.9 %`. */
export function printedPercent(percent: number): string {
  return `${percent.toFixed(1)} %`;
}

/** A measured value: whole from 1,000 on, else one decimal from 10 on, else three significant digits. */
export function printedValue(value: number): string {
  const size = Math.abs(value);
  const digits =
    Number.isInteger(value) || size >= 1000
      ? printedCount(Math.round(size))
      : String(Number(size >= 10 ? size.toFixed(1) : size.toPrecision(3)));
  return value < 0 ? `−${digits}` : digits;
}
