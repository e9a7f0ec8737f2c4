/** Where a stream of random numbers starts: what Philox is keyed and counted with. */
export type StreamIdentity = Uint32Array;

/** The score of intercept and slope, expanded about the centres of groups of like values. */
export interface LineProblem {
  readonly groups: number;
  /** Padded to an even number. */
  readonly centre: Float64Array;
  /** 14 a pair of groups: sums of w d^0..6 of both, side by side. */
  readonly moments: Float64Array;
  readonly start: readonly [intercept: number, slope: number];
  /** Σ w y and Σ w y x. */
  readonly events: number;
  readonly eventsX: number;
}

/** Grouped logistic regression on a restricted cubic spline with four knots; lengths even, padded with weight 0. */
export interface SplineProblem {
  readonly x: Float64Array;
  readonly knots: Float64Array;
  readonly curve1: Float64Array;
  readonly curve2: Float64Array;
  readonly weight: Float64Array;
  readonly events: Float64Array;
  /** Linear predictor of each cell: the start, then the result. */
  readonly linear: Float64Array;
  readonly variance: Float64Array;
  readonly coefficients: Float64Array;
}

/**
 * The loops of a bootstrap replicate over memory of their own. WebAssembly and TypeScript do the same sums; counts and
 * ranks agree exactly, the rest but for the order of addition. Arrays given to a method come from `array`.
 */
export interface Engine {
  readonly name: 'wasm' | 'typescript';
  /** Zeros. */
  readonly array: <T extends TypedArray>(type: TypedArrayType<T>, length: number) => T;
  /** How often each unit is drawn in as many draws; the words of the stream that took. */
  readonly draw: (identity: StreamIdentity, units: number, counts: Uint16Array) => number;
  /** Weight of each row, and prefix[i], the weight of rows [0, i). */
  readonly gather: (
    place: Uint32Array,
    counts: Uint16Array,
    into: { readonly weight: Float64Array; readonly prefix: Uint32Array },
  ) => void;
  /**
   * Over runs of equal risk that hold an event (start, first event, end), highest first: found[r], the events before
   * run r; out[0], pairs of a non-event above an event, ties half; out[1], Σ events × precision.
   */
  readonly rank: (
    bounds: Uint32Array,
    prefix: Uint32Array,
    into: { readonly found: Uint32Array; readonly out: Float64Array },
  ) => void;
  /** out[0] = Σ w a, out[1] = Σ w b; lengths a multiple of 4. */
  readonly dots: (weight: Float64Array, a: Float64Array, b: Float64Array, out: Float64Array) => void;
  /** Weight and events of each cell from its bounds among rows and among runs. */
  readonly cells: (
    at: { readonly row: Uint32Array; readonly run: Uint32Array },
    sums: { readonly prefix: Uint32Array; readonly found: Uint32Array },
    into: { readonly weight: Float64Array; readonly events: Float64Array },
  ) => void;
  /** Σ w a of each cell. */
  readonly cellDots: (row: Uint32Array, weight: Float64Array, a: Float64Array, out: Float64Array) => void;
  /** Moments of each group, rows up to end[g], all ends even; see {@link LineProblem}. */
  readonly moments: (
    end: Uint32Array,
    weight: Float64Array,
    distance: Float64Array,
    into: Float64Array,
  ) => void;
  /** Passes taken to the maximum, written to out; 0 where it was not found. */
  readonly line: (problem: LineProblem, out: Float64Array) => number;
  /** Fills curve1 and curve2 from x and the knots. */
  readonly splineColumns: (problem: SplineProblem) => void;
  /** Passes taken to the maximum; 0 where it was not found. */
  readonly spline: (problem: SplineProblem) => number;
  /** Gives the memory back; arrays from it must not be used any more. */
  readonly close: () => void;
}

export type TypedArray = Float64Array | Uint32Array | Uint16Array;
export interface TypedArrayType<T extends TypedArray> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, byteOffset: number, length: number): T;
}
