import { kernelBytes } from './kernel-bytes.ts';

/** What libs/stats/kernel exports; every array is given by its address. */
export interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  draw(
    units: number,
    draws: number,
    key0: number,
    key1: number,
    id2: number,
    id3: number,
    counts: number,
  ): number;
  gather(rows: number, place: number, counts: number, weight: number, prefix: number): void;
  rank(runs: number, bounds: number, prefix: number, found: number, out: number): void;
  dots(rows: number, weight: number, a: number, b: number, out: number): void;
  cells(
    count: number,
    row: number,
    run: number,
    prefix: number,
    found: number,
    weight: number,
    events: number,
  ): void;
  cellDots(count: number, row: number, weight: number, a: number, out: number): void;
  moments(groups: number, end: number, weight: number, distance: number, into: number): void;
  line(
    groups: number,
    centre: number,
    moments: number,
    intercept: number,
    slope: number,
    events: number,
    eventsX: number,
    out: number,
  ): number;
  splineColumns(cells: number, x: number, knots: number, curve1: number, curve2: number): void;
  spline(
    cells: number,
    x: number,
    curve1: number,
    curve2: number,
    weight: number,
    events: number,
    linear: number,
    variance: number,
    out: number,
  ): number;
}

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

let compiled: object | null | undefined;

/** A new instance with memory of its own, or undefined where the engine has no WebAssembly SIMD. */
export function instantiateKernel(): KernelExports | undefined {
  const { WebAssembly: api } = globalThis as unknown as { WebAssembly?: WebAssemblyApi };
  if (api === undefined || compiled === null) return undefined;
  try {
    compiled ??= new api.Module(Uint8Array.from(atob(kernelBytes), (character) => character.charCodeAt(0)));
    return new api.Instance(compiled).exports as KernelExports;
  } catch {
    // No SIMD, or a page whose policy forbids WebAssembly, or no address space left: the twin serves.
    compiled ??= null;
    return undefined;
  }
}
