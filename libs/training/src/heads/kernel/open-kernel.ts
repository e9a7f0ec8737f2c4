import { kernelBytes } from './kernel-bytes.ts';
import type { LinearKernel } from './linear-kernel.ts';
import { typescriptKernel } from './typescript-kernel.ts';

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  gram(
    a: number,
    rows: number,
    b: number,
    others: number,
    width: number,
    out: number,
    stride: number,
    lower: boolean,
  ): void;
  factor(n: number, m: number): number;
  solve(n: number, l: number, r: number, columns: number): void;
  product(rows: number, n: number, m: number, x: number, out: number, columns: number): void;
  dot(n: number, a: number, b: number): number;
  axpy(n: number, scale: number, x: number, y: number): void;
  forward(rows: number, width: number, x: number, w: number, out: number, columns: number): void;
  backward(rows: number, width: number, x: number, r: number, out: number, columns: number): void;
}

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

const lowest = 65_536;
let compiled: object | undefined;

/** A kernel with room for so many bytes, each array rounded up to 16; in TypeScript where WebAssembly cannot serve. */
export function openLinearKernel(bytes: number): LinearKernel {
  const { WebAssembly: api } = globalThis as unknown as { WebAssembly?: WebAssemblyApi };
  if (api === undefined || bytes > 2 ** 31) return typescriptKernel;
  try {
    compiled ??= new api.Module(Uint8Array.from(atob(kernelBytes), (character) => character.charCodeAt(0)));
    const kernel = new api.Instance(compiled).exports as Exports;
    kernel.memory.grow(Math.ceil((bytes + lowest + 4096) / 65_536));
    return wasmKernel(kernel);
  } catch {
    return typescriptKernel;
  }
}

function wasmKernel(kernel: Exports): LinearKernel {
  const { buffer } = kernel.memory;
  let top = lowest;
  const place = (bytes: number): number => {
    const at = top;
    top += Math.ceil(bytes / 16) * 16;
    return at;
  };
  const at = (array: Float64Array | Float32Array) => array.byteOffset;
  return {
    name: 'wasm',
    doubles: (length) => new Float64Array(buffer, place(length * 8), length).fill(0),
    singles: (length) => new Float32Array(buffer, place(length * 4), length).fill(0),
    scratch: (work) => {
      const kept = top;
      try {
        return work();
      } finally {
        top = kept;
      }
    },
    gram: (a, b, { rows, others, width, lower = false }, out) =>
      kernel.gram(at(a), rows, at(b), others, width, at(out), others, lower),
    factor: (n, matrix) => kernel.factor(n, at(matrix)) !== 0,
    solve: (n, lower, right, columns) => kernel.solve(n, at(lower), at(right), columns),
    product: ({ rows, n, columns }, matrix, x, out) =>
      kernel.product(rows, n, at(matrix), at(x), at(out), columns),
    dot: (a, b) => kernel.dot(a.length, at(a), at(b)),
    axpy: (scale, x, y) => kernel.axpy(x.length, scale, at(x), at(y)),
    forward: ({ rows, width, columns }, x, w, out) =>
      kernel.forward(rows, width, at(x), at(w), at(out), columns),
    backward: ({ rows, width, columns }, x, r, out) =>
      kernel.backward(rows, width, at(x), at(r), at(out), columns),
  };
}
