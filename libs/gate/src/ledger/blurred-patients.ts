import { logGamma } from '@raredx/stats';
import { type Predictions, sha256, textAt } from '@raredx/tables';

/**
 * Who was looked at, too blurred to tell one patient: each falls into one of about four to eight boxes for every patient,
 * and only which boxes hold somebody is kept. Two cohorts with patients in common have more boxes in common than chance
 * gives; of one person it says "not here", or "perhaps".
 */
export interface BlurredPatients {
  /** There are two to the power of this many boxes. */
  readonly bits: number;
  /** A bit a box, four in each hexadecimal digit, the first box highest. */
  readonly boxes: string;
}

const fewestBits = 6;
const mostBits = 14;

/** The external patients of a table, a patient of one site being another than one of another. */
export function blurredPatients({ rows, partition, site, patientId }: Predictions): BlurredPatients {
  const names = new Set<string>();
  for (let row = 0; row < rows; row++) {
    if (textAt(partition, row) !== 'external') continue;
    names.add(JSON.stringify([textAt(site, row), textAt(patientId, row)]));
  }
  const wanted = Math.ceil(Math.log2(Math.max(1, 4 * names.size)));
  const bits = Math.min(mostBits, Math.max(fewestBits, wanted));
  const held = new Uint8Array(2 ** bits);
  for (const name of names) held[Number.parseInt(sha256(name).slice(0, 8), 16) >>> (32 - bits)] = 1;
  return { bits, boxes: hexadecimal(held) };
}

/** Chance of calling patients common that are not, of one pair of cohorts. */
const falseAlarm = 1e-5;

/**
 * About how many patients two cohorts have in common; 0 where chance would do.
 *
 * A patient in common is in both cohorts' box. With a and b boxes of m held, chance gives a hypergeometric number in both;
 * beyond what it gives in 1 of 100,000 pairs, the boxes s held by common patients follow from
 * both − s = (a − s)(b − s) / (m − s), and the patients from how many share a box.
 */
export function patientsInCommon(one: BlurredPatients, other: BlurredPatients): number {
  const bits = Math.min(one.bits, other.bits);
  const [first, second] = [heldAt(one, bits), heldAt(other, bits)];
  const m = first.length;
  const count = (held: Uint8Array) => held.reduce((sum, box) => sum + box, 0);
  const [a, b] = [count(first), count(second)];
  const both = first.reduce((sum, box, at) => sum + box * (second[at] as number), 0);
  if (upperTail(both, { a, b, m }) > falseAlarm) return 0;
  const boxes = Math.min(m - 1, (both * m - a * b) / (m + both - a - b));
  return Math.max(1, Math.round(-m * Math.log1p(-boxes / m)));
}

/** The boxes folded to fewer: neighbours become one. */
function heldAt({ bits, boxes }: BlurredPatients, to: number): Uint8Array {
  const held = new Uint8Array(2 ** to);
  for (let box = 0; box < 2 ** bits; box++) {
    const digit = Number.parseInt(boxes[box >>> 2] as string, 16);
    if ((digit >>> (3 - (box & 3))) & 1) held[box >>> (bits - to)] = 1;
  }
  return held;
}

function hexadecimal(held: Uint8Array): string {
  let text = '';
  for (let box = 0; box < held.length; box += 4) {
    const [a, b, c, d] = held.subarray(box, box + 4) as unknown as [number, number, number, number];
    text += (8 * a + 4 * b + 2 * c + d).toString(16);
  }
  return text;
}

/** P(X ≥ k) where b of m are drawn and a of m are marked. */
function upperTail(k: number, { a, b, m }: { readonly a: number; readonly b: number; readonly m: number }) {
  const choose = (n: number, r: number) => logGamma(n + 1) - logGamma(r + 1) - logGamma(n - r + 1);
  let sum = 0;
  for (let x = Math.max(k, a + b - m); x <= Math.min(a, b); x++) {
    sum += Math.exp(choose(a, x) + choose(m - a, b - x) - choose(m, b));
  }
  return sum;
}
