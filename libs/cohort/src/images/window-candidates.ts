import { descriptorLength, type Window, windows } from './cosine-descriptor.ts';
import type { ImagePrint } from './image-print.ts';
import type { Position } from './positions.ts';

/** How well one picture as a whole fits a part of another, and where. */
export interface Candidate {
  /** Cosine of the descriptors, at most 1. */
  readonly fit: number;
  readonly window: Window;
  readonly position: Position;
}

const side = Math.sqrt(descriptorLength);

/** The best place of a picture, laid in eight positions, among the parts of another. */
export function bestPlace(whole: Float32Array, turned: Float32Array, other: ImagePrint): Candidate {
  let best = { fit: -1, window: 0, transposed: false, across: false, down: false };
  for (let window = 0; window < windows.length; window++) {
    const from = window * descriptorLength;
    for (let transposed = 0; transposed < 2; transposed++) {
      const mine = transposed === 1 ? turned : whole;
      const [even, oddAcross, oddDown, oddBoth] = parities(mine, other.parts, from);
      for (let mirror = 0; mirror < 4; mirror++) {
        const [across, down] = [(mirror & 1) === 1, mirror > 1];
        const fit =
          even +
          (across ? -oddAcross : oddAcross) +
          (down ? -oddDown : oddDown) +
          (across !== down ? -oddBoth : oddBoth);
        if (fit > best.fit) best = { fit, window, transposed: transposed === 1, across, down };
      }
    }
  }
  const { fit, transposed, across, down } = best;
  return { fit, window: windows[best.window] as Window, position: { transposed, across, down } };
}

/** Scalar products over the terms that are even or odd in each direction: a mirror flips the sign of the odd ones. */
function parities(mine: Float32Array, parts: Float32Array, from: number): [number, number, number, number] {
  let [even, oddAcross, oddDown, oddBoth] = [0, 0, 0, 0];
  for (let v = 0; v < side; v++) {
    let [evens, odds] = [0, 0];
    const row = v * side;
    for (let u = 0; u < side; u += 2) evens += mine[row + u]! * parts[from + row + u]!;
    for (let u = 1; u < side; u += 2) odds += mine[row + u]! * parts[from + row + u]!;
    if (v % 2 === 0) {
      even += evens;
      oddAcross += odds;
    } else {
      oddDown += evens;
      oddBoth += odds;
    }
  }
  return [even, oddAcross, oddDown, oddBoth];
}

/** A descriptor of the transposed picture. */
export function transposedDescriptor(descriptor: Float32Array): Float32Array {
  return descriptor.map((_, i) => descriptor[(i % side) * side + Math.floor(i / side)]!);
}
