import type { LogisticDesign } from './logistic-design.ts';

/** Coefficients of the data's columns, intercept first, as coefficients of the design's standardised ones. */
export function givenStart(design: LogisticDesign, start: Float64Array): Float64Array {
  const b = new Float64Array(start.length);
  const first = start.length - design.slopes;
  if (first === 1) b[0] = start[0]!;
  for (let j = 0; j < design.slopes; j++) {
    b[first + j] = start[first + j]! * design.scale[j]!;
    if (first === 1) b[0]! += start[first + j]! * design.centre[j]!;
  }
  return b;
}

/** Back again, covariance included; several equations one after the other (b a multiple of the design's width). */
export function onDataScale(design: LogisticDesign, b: Float64Array, covariance: Float64Array) {
  const k = b.length;
  const width = design.penalty.length;
  const first = width - design.slopes;
  const transform = new Float64Array(k * k);
  for (let from = 0; from < k; from += width) {
    if (first === 1) transform[from * k + from] = 1;
    for (let j = 0; j < design.slopes; j++) {
      const column = from + first + j;
      transform[column * k + column] = 1 / design.scale[j]!;
      if (first === 1) transform[from * k + column] = -design.centre[j]! / design.scale[j]!;
    }
  }
  return { coefficients: product(transform, b, k), covariance: sandwich(transform, covariance, k) };
}

function product(matrix: Float64Array, vector: Float64Array, k: number): Float64Array {
  return Float64Array.from({ length: k }, (_, i) => dot(matrix.subarray(i * k, (i + 1) * k), vector));
}

/** T C T' for square T. */
function sandwich(t: Float64Array, c: Float64Array, k: number): Float64Array {
  const rows = Array.from({ length: k }, (_, i) => t.subarray(i * k, (i + 1) * k));
  const result = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    const left = product(c, rows[i]!, k);
    for (let j = 0; j < k; j++) result[i * k + j] = dot(left, rows[j]!);
  }
  return result;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}
