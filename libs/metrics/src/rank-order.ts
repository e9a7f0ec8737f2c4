import { ContractError } from '@raredx/tables';

const buckets = 1 << 11;
/** Of the high 32 bits of a double: the digits of a least-significant-digit radix sort. The lowest bit is left over. */
const shifts = [1, 12, 23];

/**
 * Rows in ascending order of p in [0, 1]; ties keep the order of rows. Linear in n but for risks that agree in their
 * first 19 binary digits without being equal.
 *
 * @example rankOrder(Float64Array.of(0.9, 0.1, 0.5)) // => Uint32Array.of(1, 2, 0)
 */
export function rankOrder(p: Float64Array): Uint32Array {
  checkRisks(p);
  if (p.length < 200) return Uint32Array.from(p.keys()).sort((a, b) => p[a] - p[b] || a - b);
  const order = radixOrder(p);
  finish(order, p);
  return order;
}

/** Bits of non-negative doubles sort as the doubles do; three passes over the high word leave little to finish. */
function radixOrder(p: Float64Array): Uint32Array {
  const rows = p.length;
  let keys: Uint32Array = highWords(p);
  let order: Uint32Array = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) order[row] = row;
  let nextKeys: Uint32Array = new Uint32Array(rows);
  let nextOrder: Uint32Array = new Uint32Array(rows);
  for (const shift of shifts) {
    const starts = startsOf(keys, shift);
    if (!starts) continue;
    for (let i = 0; i < rows; i++) {
      const at = starts[(keys[i] >>> shift) & (buckets - 1)]++;
      nextKeys[at] = keys[i];
      nextOrder[at] = order[i];
    }
    [keys, nextKeys] = [nextKeys, keys];
    [order, nextOrder] = [nextOrder, order];
  }
  return order;
}

/** Where each bucket starts, or undefined when all keys lie in one. */
function startsOf(keys: Uint32Array, shift: number): Uint32Array | undefined {
  const starts = new Uint32Array(buckets);
  for (let i = 0; i < keys.length; i++) starts[(keys[i] >>> shift) & (buckets - 1)]++;
  if (starts[(keys[0] >>> shift) & (buckets - 1)] === keys.length) return undefined;
  let start = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const size = starts[bucket];
    starts[bucket] = start;
    start += size;
  }
  return starts;
}

/** −0 becomes 0, as its sign bit would sort last. */
function highWords(p: Float64Array): Uint32Array {
  const one = new Float64Array(1);
  const words = new Uint32Array(one.buffer);
  const high = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
  const keys = new Uint32Array(p.length);
  for (let row = 0; row < p.length; row++) {
    one[0] = p[row] + 0;
    keys[row] = words[high];
  }
  return keys;
}

/** Insertion sort of what the radix passes left; a run that would cost too much goes to a comparison sort. */
function finish(order: Uint32Array, p: Float64Array): void {
  for (let i = 1; i < order.length; i++) {
    const row = order[i];
    const risk = p[row];
    let at = i;
    while (at > 0 && p[order[at - 1]] > risk) {
      if (i - at === 50) {
        order[at] = row;
        order.sort((a, b) => p[a] - p[b] || a - b);
        return;
      }
      order[at] = order[at - 1];
      at--;
    }
    order[at] = row;
  }
}

function checkRisks(p: Float64Array): void {
  for (let row = 0; row < p.length; row++) {
    if (!(p[row] >= 0 && p[row] <= 1)) {
      throw new ContractError('rank order', `p outside [0, 1] (first: row ${row}, p = ${p[row]})`);
    }
  }
}
