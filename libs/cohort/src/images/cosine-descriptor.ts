/** Cosine terms kept in each direction. */
const terms = 7;
/** Cells of a window in each direction, before the transform. */
const cells = 16;

/** Length of a descriptor. The constant term is left out: a copy may be brighter. */
export const descriptorLength = terms * terms;

/** A part of a picture, in shares of its sides. */
export interface Window {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const wholeWindow: Window = { left: 0, top: 0, right: 1, bottom: 1 };

/** Distance between neighbouring windows, and between their sizes: the seven terms still fit half of it away. */
const grid = 0.05;

/** Where crops are looked for: squares of the picture down to 0.8 of its sides, every 0.05. */
export const windows: readonly Window[] = [0, 1, 2, 3, 4].flatMap((less) =>
  range(less).flatMap((top) =>
    range(less).map((left) => ({
      left: left * grid,
      top: top * grid,
      right: 1 - (less - left) * grid,
      bottom: 1 - (less - top) * grid,
    })),
  ),
);

function range(last: number): number[] {
  return Array.from({ length: last + 1 }, (_, i) => i);
}

const basis = Float64Array.from({ length: terms * cells }, (_, i) =>
  Math.cos((Math.PI * Math.floor(i / cells) * ((i % cells) + 0.5)) / cells),
);

/** Descriptors of all `windows`, one after the other. */
export function cosineWindows(thumbnail: Float32Array, side: number): Float32Array {
  const all = new Float32Array(windows.length * descriptorLength);
  windows.forEach((window, index) => {
    all.set(cosineWindow(thumbnail, side, window), index * descriptorLength);
  });
  return all;
}

/**
 * The lowest 7 × 7 terms of the discrete cosine transform of a window, without the constant, at length 1. Mirroring a
 * picture only changes signs of odd terms, and transposing it swaps the two directions: one descriptor serves all
 * eight positions.
 */
export function cosineWindow(
  thumbnail: Float32Array,
  side: number,
  window: Window = wholeWindow,
): Float32Array {
  const sampled = sampledWindow(thumbnail, side, { window, cells });
  const rows = new Float64Array(cells * terms);
  for (let y = 0; y < cells; y++) {
    for (let u = 0; u < terms; u++) {
      let sum = 0;
      for (let x = 0; x < cells; x++) sum += sampled[y * cells + x]! * basis[u * cells + x]!;
      rows[y * terms + u] = sum;
    }
  }
  const found = new Float32Array(descriptorLength);
  let length = 0;
  for (let v = 0; v < terms; v++) {
    for (let u = 0; u < terms; u++) {
      if (u + v === 0) continue;
      let sum = 0;
      for (let y = 0; y < cells; y++) sum += rows[y * terms + u]! * basis[v * cells + y]!;
      found[v * terms + u] = sum;
      length += sum * sum;
    }
  }
  const scale = length > 1e-6 ? 1 / Math.sqrt(length) : 0;
  return found.map((value) => value * scale);
}

/** Brightness at `cells` by `cells` points of a window, between the cells of the thumbnail by straight lines. */
export function sampledWindow(
  thumbnail: Float32Array,
  side: number,
  { window, cells: count }: { readonly window: Window; readonly cells: number },
): Float32Array {
  const sampled = new Float32Array(count * count);
  const place = (from: number, to: number, i: number) => {
    const at = Math.min(Math.max((from + ((i + 0.5) / count) * (to - from)) * side - 0.5, 0), side - 1);
    const low = Math.min(Math.floor(at), side - 2);
    return { low, share: at - low };
  };
  for (let y = 0; y < count; y++) {
    const { low: top, share: down } = place(window.top, window.bottom, y);
    for (let x = 0; x < count; x++) {
      const { low: left, share: across } = place(window.left, window.right, x);
      const at = top * side + left;
      const above = thumbnail[at]! * (1 - across) + thumbnail[at + 1]! * across;
      const below = thumbnail[at + side]! * (1 - across) + thumbnail[at + side + 1]! * across;
      sampled[y * count + x] = above * (1 - down) + below * down;
    }
  }
  return sampled;
}
