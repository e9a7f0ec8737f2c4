import { sampledWindow, type Window, wholeWindow } from './cosine-descriptor.ts';
import { type ImagePrint, printSide } from './image-print.ts';
import { laid } from './positions.ts';
import type { Candidate } from './window-candidates.ts';

/** Steps by which the edges of the window are moved, in shares of a side: first by coarse structure, then by detail. */
const coarseSteps = [0.03, 0.015];
const fineSteps = [0.015, 0.0075, 0.004];
/** Points of the coarse comparison in each direction: fine texture would hide from afar where the best place is. */
const coarseCells = 16;
/** A crop smaller than this is not looked for. */
const smallest = 0.75;
/** Where the best place after the first fine step is not even so alike, finer ones will not help. */
const hopeless = 0.5;

/**
 * How alike two pictures are in detail, where one is laid into a part of the other: the correlation of brightness
 * after coarse structure is taken out, at the best place near the candidate's. Chest films of two patients are alike
 * coarsely and not in detail; a copy is alike in both.
 *
 * @returns at most 1
 */
export function alignedLikeness(
  mine: ImagePrint,
  other: ImagePrint,
  { window, position }: Candidate,
): number {
  // Finer than half of the pixels of a small picture there is only what its encoder made of them.
  const cells = Math.min(Math.max(Math.floor(Math.min(mine.shortSide, other.shortSide) / 2), 12), 40);
  const upright = laid(mine.thumbnail, printSide, position);
  const compare = (count: number, reach: number) => {
    const at = (thumbnail: Float32Array, place: Window) =>
      detail(sampledWindow(thumbnail, printSide, { window: place, cells: count }), count, reach);
    const wanted = at(upright, wholeWindow);
    return (place: Window) => correlation(wanted, at(other.thumbnail, place));
  };
  let place = window;
  const coarse = compare(coarseCells, Math.round(coarseCells / 4));
  for (const step of coarseSteps) place = climbed(place, step, coarse).window;
  const fine = compare(cells, Math.round(cells / 10));
  let likeness = -1;
  for (const step of fineSteps) {
    ({ window: place, likeness } = climbed(place, step, fine));
    if (likeness < hopeless) break;
  }
  return likeness;
}

function climbed(from: Window, step: number, likenessAt: (place: Window) => number) {
  let best = { window: from, likeness: likenessAt(from) };
  for (let round = 0; round < 6; round++) {
    const before = best.likeness;
    for (const window of moves(best.window, step)) {
      const likeness = likenessAt(window);
      if (likeness > best.likeness) best = { window, likeness };
    }
    if (best.likeness <= before) break;
  }
  return best;
}

/** The window with one edge, or both edges of a direction, moved by a step. */
function moves({ left, top, right, bottom }: Window, step: number): Window[] {
  return [-step, step]
    .flatMap((by) => [
      { left: left + by, top, right, bottom },
      { left, top: top + by, right, bottom },
      { left, top, right: right + by, bottom },
      { left, top, right, bottom: bottom + by },
      { left: left + by, top, right: right + by, bottom },
      { left, top: top + by, right, bottom: bottom + by },
    ])
    .filter(
      (moved) =>
        moved.left >= 0 &&
        moved.top >= 0 &&
        moved.right <= 1 &&
        moved.bottom <= 1 &&
        moved.right - moved.left >= smallest &&
        moved.bottom - moved.top >= smallest,
    );
}

/** What is left after the mean of the neighbourhood within `reach` is taken off. */
function detail(square: Float32Array, cells: number, reach: number): Float32Array {
  const sums = new Float64Array((cells + 1) * (cells + 1));
  for (let y = 0; y < cells; y++) {
    for (let x = 0; x < cells; x++) {
      sums[(y + 1) * (cells + 1) + x + 1] =
        square[y * cells + x]! +
        sums[y * (cells + 1) + x + 1]! +
        sums[(y + 1) * (cells + 1) + x]! -
        sums[y * (cells + 1) + x]!;
    }
  }
  const rest = new Float32Array(square.length);
  for (let y = 0; y < cells; y++) {
    const [top, bottom] = [Math.max(y - reach, 0), Math.min(y + reach + 1, cells)];
    for (let x = 0; x < cells; x++) {
      const [left, right] = [Math.max(x - reach, 0), Math.min(x + reach + 1, cells)];
      const total =
        sums[bottom * (cells + 1) + right]! -
        sums[top * (cells + 1) + right]! -
        sums[bottom * (cells + 1) + left]! +
        sums[top * (cells + 1) + left]!;
      rest[y * cells + x] = square[y * cells + x]! - total / ((bottom - top) * (right - left));
    }
  }
  return rest;
}

function correlation(one: Float32Array, other: Float32Array): number {
  let [product, first, second] = [0, 0, 0];
  for (let i = 0; i < one.length; i++) {
    product += one[i]! * other[i]!;
    first += one[i]! ** 2;
    second += other[i]! ** 2;
  }
  // Detail of less than a hundredth of a grey level is none: two blank pictures are not called copies of each other.
  const least = one.length * 1e-4;
  return first > least && second > least ? product / Math.sqrt(first * second) : 0;
}
