/** Counts with thousands apart, as 12 345. */
export function sayCount(count: number): string {
  return Math.ceil(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** Two decimals, or two digits where that would hide a small number. */
export function sayNumber(value: number): string {
  return value !== 0 && Math.abs(value) < 0.05 ? value.toPrecision(2) : value.toFixed(2);
}

/** A share as a percentage with as many digits as it needs to be told apart from 0 and 100. */
export function sayPercent(part: number): string {
  return `${Number((100 * part).toPrecision(3))} %`;
}
