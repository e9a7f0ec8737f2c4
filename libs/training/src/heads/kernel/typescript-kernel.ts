import type { GramShape, LinearKernel, ProductShape, TableShape } from './linear-kernel.ts';

/** The kernel's twin: its reference, and what serves where WebAssembly SIMD is missing. */
export const typescriptKernel: LinearKernel = {
  name: 'typescript',
  doubles: (length) => new Float64Array(length),
  singles: (length) => new Float32Array(length),
  scratch: (work) => work(),
  gram,
  factor,
  solve,
  product,
  dot: (a, b) => {
    let total = 0;
    for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
    return total;
  },
  axpy: (scale, x, y) => {
    for (let i = 0; i < x.length; i++) y[i]! += scale * x[i]!;
  },
  forward,
  backward,
};

function gram(a: Float32Array, b: Float32Array, shape: GramShape, out: Float64Array): void {
  const { rows, others, width, lower = false } = shape;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < (lower ? Math.min(others, i + 1) : others); j++) {
      let total = 0;
      for (let k = 0; k < width; k++) total += a[i * width + k]! * b[j * width + k]!;
      out[i * others + j]! += total;
    }
}

function factor(n: number, m: Float64Array): boolean {
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let value = m[i * n + j]!;
      for (let k = 0; k < j; k++) value -= m[i * n + k]! * m[j * n + k]!;
      if (i > j) m[i * n + j] = value / m[j * n + j]!;
      else if (value > 0) m[i * n + i] = Math.sqrt(value);
      else return false;
    }
  return true;
}

function solve(n: number, l: Float64Array, r: Float64Array, columns: number): void {
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) {
      const value = l[i * n + k]!;
      for (let c = 0; c < columns; c++) r[i * columns + c]! -= value * r[k * columns + c]!;
    }
    for (let c = 0; c < columns; c++) r[i * columns + c]! /= l[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let c = 0; c < columns; c++) r[i * columns + c]! /= l[i * n + i]!;
    for (let k = 0; k < i; k++) {
      const value = l[i * n + k]!;
      for (let c = 0; c < columns; c++) r[k * columns + c]! -= value * r[i * columns + c]!;
    }
  }
}

function product(shape: ProductShape, m: Float64Array, x: Float64Array, out: Float64Array): void {
  const { rows, n, columns } = shape;
  out.fill(0, 0, rows * columns);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < n; k++) {
      const value = m[i * n + k]!;
      for (let c = 0; c < columns; c++) out[i * columns + c]! += value * x[k * columns + c]!;
    }
}

function forward(shape: TableShape, x: Float32Array, w: Float32Array, out: Float32Array): void {
  const { rows, width, columns } = shape;
  const total = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    total.fill(0);
    for (let k = 0; k < width; k++) {
      const value = x[i * width + k]!;
      for (let c = 0; c < columns; c++) total[c]! += value * w[k * columns + c]!;
    }
    out.set(total, i * columns);
  }
}

function backward(shape: TableShape, x: Float32Array, r: Float32Array, out: Float32Array): void {
  const { rows, width, columns } = shape;
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < width; k++) {
      const value = x[i * width + k]!;
      for (let c = 0; c < columns; c++) out[k * columns + c]! += value * r[i * columns + c]!;
    }
}
