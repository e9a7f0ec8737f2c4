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

/** A measured value: whole numbers as they are, others to three significant digits or one decimal. */
export function printedValue(value: number): string {
  if (Number.isInteger(value)) return printedCount(value).replace('-', '−');
  return (Math.abs(value) >= 10 ? value.toFixed(1) : String(Number(value.toPrecision(3)))).replace('-', '−');
}
