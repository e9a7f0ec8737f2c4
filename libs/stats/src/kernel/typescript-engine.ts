import { philox } from '../random/philox.ts';
import { climbLine } from './climb-line.ts';
import { climbSpline, placeSplineColumns } from './climb-spline.ts';
import type { Engine, StreamIdentity, TypedArray, TypedArrayType } from './engine.ts';

/** The kernel's twin: its reference, and what serves where WebAssembly SIMD is missing. */
export function openTypescriptEngine(): Engine {
  return {
    name: 'typescript',
    array: <T extends TypedArray>(type: TypedArrayType<T>, length: number) =>
      new type(new ArrayBuffer(length * type.BYTES_PER_ELEMENT), 0, length),
    draw,
    gather,
    rank,
    dots,
    cells,
    cellDots,
    moments,
    line: climbLine,
    splineColumns: placeSplineColumns,
    spline: climbSpline,
    close: () => undefined,
  };
}

const twoTo32 = 4294967296;

function draw(identity: StreamIdentity, units: number, counts: Uint16Array): number {
  counts.fill(0);
  const biased = (twoTo32 - units) % units;
  const block = new Uint32Array(4);
  let used = 0;
  for (let left = units; left > 0; used++) {
    const at = used & 3;
    if (at === 0) {
      const index = used / 4;
      block.set([index >>> 0, Math.floor(index / twoTo32), identity[2]!, identity[3]!]);
      philox(block, identity[0]!, identity[1]!);
    }
    const word = block[at]!;
    if (Math.imul(word, units) >>> 0 < biased) continue;
    counts[unitOf(word, units)]! += 1;
    left--;
  }
  return used;
}

/** floor(word * units / 2^32) by halves: the product may exceed 2^53. */
function unitOf(word: number, units: number): number {
  return Math.floor(((word >>> 16) * units + Math.floor(((word & 0xffff) * units) / 65536)) / 65536);
}

const gather: Engine['gather'] = (place, counts, { weight, prefix }) => {
  let all = 0;
  prefix[0] = 0;
  for (let i = 0; i < place.length; i++) {
    const w = counts[place[i]!]!;
    all += w;
    weight[i] = w;
    prefix[i + 1] = all;
  }
};

const rank: Engine['rank'] = (bounds, prefix, { found, out }) => {
  let events = 0;
  let discordant = 0;
  let precision = 0;
  found[0] = 0;
  for (let run = 0, at = 0; at < bounds.length; run++, at += 3) {
    const before = prefix[bounds[at]!]!;
    const middle = prefix[bounds[at + 1]!]!;
    const all = prefix[bounds[at + 2]!]!;
    const here = all - middle;
    discordant += here * (before - events + 0.5 * (middle - before));
    events += here;
    precision += here * (events / Math.max(all, 1));
    found[run + 1] = events;
  }
  out[0] = discordant;
  out[1] = precision;
};

const dots: Engine['dots'] = (weight, a, b, out) => {
  let sumA = 0;
  let sumB = 0;
  for (let i = 0; i < weight.length; i++) {
    sumA += weight[i]! * a[i]!;
    sumB += weight[i]! * b[i]!;
  }
  out[0] = sumA;
  out[1] = sumB;
};

const cells: Engine['cells'] = ({ row, run }, { prefix, found }, { weight, events }) => {
  for (let c = 0; c + 1 < row.length; c++) {
    weight[c] = prefix[row[c + 1]!]! - prefix[row[c]!]!;
    events[c] = found[run[c + 1]!]! - found[run[c]!]!;
  }
};

const cellDots: Engine['cellDots'] = (row, weight, a, out) => {
  for (let c = 0; c + 1 < row.length; c++) {
    let sum = 0;
    for (let i = row[c]!; i < row[c + 1]!; i++) sum += weight[i]! * a[i]!;
    out[c] = sum;
  }
};

const moments: Engine['moments'] = (end, weight, distance, into) => {
  let row = 0;
  for (let g = 0; g < end.length; g++) {
    const at = 14 * (g >> 1) + (g & 1);
    for (let k = 0; k < 7; k++) into[at + 2 * k] = 0;
    for (; row < end[g]!; row++) {
      let term = weight[row]!;
      for (let k = 0; k < 7; k++) {
        into[at + 2 * k]! += term;
        term *= distance[row]!;
      }
    }
  }
};
