/**
 * A number as a sentence holds it: three figures, no exponent between 0.001 and 9999.
 *
 * @example inWords(0.012345) // => '0.0123'
 */
export function inWords(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e4 || size < 1e-3) return value.toExponential(1).replace('e+', 'e');
  return String(Number(value.toPrecision(3)));
}
