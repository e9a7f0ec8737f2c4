/**
 * Lower Cholesky factor in place (the upper triangle is left as it was), or false where a pivot falls below
 * `tolerance` times its diagonal element: the matrix is then singular, or not positive definite.
 *
 * @param a k*k row-major, symmetric
 */
export function choleskyInPlace(a: Float64Array, k: number, tolerance = 1e-13): boolean {
  for (let j = 0; j < k; j++) {
    const diagonal = a[j * k + j]!;
    let pivot = diagonal;
    for (let m = 0; m < j; m++) pivot -= a[j * k + m]! * a[j * k + m]!;
    if (!(pivot > tolerance * diagonal)) return false;
    const root = Math.sqrt(pivot);
    a[j * k + j] = root;
    for (let i = j + 1; i < k; i++) {
      let value = a[i * k + j]!;
      for (let m = 0; m < j; m++) value -= a[i * k + m]! * a[j * k + m]!;
      a[i * k + j] = value / root;
    }
  }
  return true;
}

/** Solves L L' x = b in place, given the factor of `choleskyInPlace`. */
export function choleskySolve(factor: Float64Array, b: Float64Array): void {
  const k = b.length;
  for (let i = 0; i < k; i++) {
    let value = b[i]!;
    for (let m = 0; m < i; m++) value -= factor[i * k + m]! * b[m]!;
    b[i] = value / factor[i * k + i]!;
  }
  for (let i = k - 1; i >= 0; i--) {
    let value = b[i]!;
    for (let m = i + 1; m < k; m++) value -= factor[m * k + i]! * b[m]!;
    b[i] = value / factor[i * k + i]!;
  }
}
