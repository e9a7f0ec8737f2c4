/**
 * Where a value differs from the expected one as printed, or undefined. Numbers agree to the digits that were printed;
 * objects may hold more keys than expected; arrays and typed arrays agree in kind and length.
 */
export function mismatch(
  got: unknown,
  expected: unknown,
  printed: string,
  path = 'value',
): string | undefined {
  if (typeof expected === 'number' && typeof got === 'number') {
    const close = Object.is(got, expected) || Math.abs(got - expected) <= tolerance(expected, printed);
    return close ? undefined : `${path} is not ${expected}`;
  }
  if (typeof expected !== 'object' || expected === null) {
    return Object.is(got, expected) ? undefined : `${path} is not ${JSON.stringify(expected)}`;
  }
  if (typeof got !== 'object' || got === null) return `${path} is not an object`;
  const list = Array.isArray(expected) || ArrayBuffer.isView(expected);
  if (list && (got.constructor !== expected.constructor || lengthOf(got) !== lengthOf(expected))) {
    return `${path} is not a ${expected.constructor.name} of ${lengthOf(expected)}`;
  }
  for (const [key, value] of Object.entries(expected)) {
    const wrong = mismatch((got as Record<string, unknown>)[key], value, printed, `${path}.${key}`);
    if (wrong) return wrong;
  }
  return undefined;
}

function lengthOf(list: object): number {
  return (list as { length: number }).length;
}

/** Half a unit in the last printed place, where the number stands in the text; an arithmetic result is exact to rounding. */
function tolerance(expected: number, printed: string): number {
  const rounding = 1e-12 * Math.max(1, Math.abs(expected));
  const literals = printed.match(/\d+(\.\d+)?(e[+-]?\d+)?/gi) ?? [];
  const literal = literals.find((text) => Number(text) === Math.abs(expected));
  const [, decimals] = literal?.match(/\.(\d+)/) ?? [];
  if (!decimals) return rounding;
  const exponent = Number(literal?.match(/e([+-]?\d+)/i)?.[1] ?? 0);
  return Math.max(rounding, 0.5 * 10 ** (exponent - decimals.length) * (1 + 1e-9));
}
