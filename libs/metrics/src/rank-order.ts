import { ContractError } from '@raredx/tables';

const digitBits = 11;
const buckets = 1 << digitBits;
const digits = 6;

/**
 * Rows in ascending order of p in [0, 1]; ties keep the order of rows. Linear in n.
 *
 * @example rankOrder(Float64Array.of(0.9, 0.1, 0.5)) // => Uint32Array.of(1, 2, 0)
 */
export function rankOrder(p: Float64Array): Uint32Array {
  return p.length < 200 ? comparisonOrder(p) : radixOrder(p);
}

function comparisonOrder(p: Float64Array): Uint32Array {
  checkRisks(p);
  return Uint32Array.from(p.keys()).sort((a, b) => p[a] - p[b] || a - b);
}

/** Bits of non-negative doubles sort as the doubles do, so least-significant-digit radix passes over the bits suffice. */
function radixOrder(p: Float64Array): Uint32Array {
  checkRisks(p);
  const rows = p.length;
  const words = bitsOf(p);
  let from = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) from[row] = row;
  let into = new Uint32Array(rows);
  const starts = new Uint32Array(buckets);
  for (let digit = 0; digit < digits; digit++) {
    starts.fill(0);
    for (let row = 0; row < rows; row++) starts[digitOf(words, row, digit)]++;
    if (starts[digitOf(words, 0, digit)] === rows) continue;
    let start = 0;
    for (let bucket = 0; bucket < buckets; bucket++) {
      const size = starts[bucket];
      starts[bucket] = start;
      start += size;
    }
    for (let i = 0; i < rows; i++) into[starts[digitOf(words, from[i], digit)]++] = from[i];
    [from, into] = [into, from];
  }
  return from;
}

/** Low and high 32-bit words of each p, alternating; −0 is made 0, as its sign bit would sort last. */
function bitsOf(p: Float64Array): Uint32Array {
  const positive = Float64Array.from(p);
  for (let row = 0; row < p.length; row++) positive[row] += 0;
  const words = new Uint32Array(positive.buffer);
  if (littleEndian) return words;
  for (let i = 0; i < words.length; i += 2) [words[i], words[i + 1]] = [words[i + 1], words[i]];
  return words;
}

const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Digits 0–1 lie in the low word, 2 straddles, 3–5 lie in the high word (bit 63 is the sign, always 0). */
function digitOf(words: Uint32Array, row: number, digit: number): number {
  const low = words[2 * row];
  const high = words[2 * row + 1];
  switch (digit) {
    case 0:
      return low & 2047;
    case 1:
      return (low >>> 11) & 2047;
    case 2:
      return ((low >>> 22) | (high << 10)) & 2047;
    case 3:
      return (high >>> 1) & 2047;
    case 4:
      return (high >>> 12) & 2047;
    default:
      return high >>> 23;
  }
}

function checkRisks(p: Float64Array): void {
  for (let row = 0; row < p.length; row++) {
    if (!(p[row] >= 0 && p[row] <= 1)) {
      throw new ContractError('rank order', `p outside [0, 1] (first: row ${row}, p = ${p[row]})`);
    }
  }
}
