/** Philox 4x32-10 on four blocks at once: lane b of every vector belongs to block index + b. */
let word0: v128 = i32x4.splat(0);
let word1: v128 = i32x4.splat(0);
let word2: v128 = i32x4.splat(0);
let word3: v128 = i32x4.splat(0);
const scratch = memory.data(64, 16);

function fourBlocks(index: u32, key0: u32, key1: u32, id2: u32, id3: u32): void {
  let c0 = i32x4.add(i32x4.splat(index), i32x4(0, 1, 2, 3));
  let c1 = i32x4.splat(0);
  let c2 = i32x4.splat(id2);
  let c3 = i32x4.splat(id3);
  let k0 = key0;
  let k1 = key1;
  const m0 = i32x4.splat(0xd2511f53);
  const m1 = i32x4.splat(0xcd9e8d57);
  for (let round = 0; round < 10; round++) {
    const low0 = i64x2.extmul_low_i32x4_u(c0, m0);
    const high0 = i64x2.extmul_high_i32x4_u(c0, m0);
    const low1 = i64x2.extmul_low_i32x4_u(c2, m1);
    const high1 = i64x2.extmul_high_i32x4_u(c2, m1);
    c0 = v128.xor(v128.xor(v128.shuffle<u32>(low1, high1, 1, 3, 5, 7), c1), i32x4.splat(k0));
    c1 = v128.shuffle<u32>(low1, high1, 0, 2, 4, 6);
    c2 = v128.xor(v128.xor(v128.shuffle<u32>(low0, high0, 1, 3, 5, 7), c3), i32x4.splat(k1));
    c3 = v128.shuffle<u32>(low0, high0, 0, 2, 4, 6);
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  word0 = c0;
  word1 = c1;
  word2 = c2;
  word3 = c3;
}

function count(counts: usize, unit: u32): void {
  const at = counts + ((<usize>unit) << 1);
  store<u16>(at, load<u16>(at) + 1);
}

function countPair(counts: usize, products: v128): void {
  count(counts, i32x4.extract_lane(products, 1));
  count(counts, i32x4.extract_lane(products, 3));
}

/** Four words at once. */
function countWords(counts: usize, words: v128, below: v128): void {
  countPair(counts, i64x2.extmul_low_i32x4_u(words, below));
  countPair(counts, i64x2.extmul_high_i32x4_u(words, below));
}

function anyBiased(words: v128, below: v128, biased: v128): v128 {
  const low = i64x2.extmul_low_i32x4_u(words, below);
  const high = i64x2.extmul_high_i32x4_u(words, below);
  return i32x4.lt_u(v128.shuffle<u32>(low, high, 0, 2, 4, 6), biased);
}

/** The sixteen words in the order of the stream, one by one, until `left` are accepted; words used in the high half. */
function countInOrder(counts: usize, below: u32, biased: u32, left: u32): u64 {
  v128.store(scratch, word0);
  v128.store(scratch, word1, 16);
  v128.store(scratch, word2, 32);
  v128.store(scratch, word3, 48);
  let accepted: u32 = 0;
  let used: u32 = 0;
  while (used < 16 && accepted < left) {
    const word = load<u32>(scratch + ((used & 3) << 4) + ((used >> 2) << 2));
    const product = <u64>word * <u64>below;
    used++;
    if (<u32>product < biased) continue;
    count(counts, <u32>(product >> 32));
    accepted++;
  }
  return ((<u64>used) << 32) | accepted;
}

/**
 * How often each of `units` is drawn in `draws` draws: the stream of stats' `Random.integers(units)` from its first
 * word. Returns the number of words used.
 */
export function draw(units: u32, draws: u32, key0: u32, key1: u32, id2: u32, id3: u32, counts: usize): f64 {
  memory.fill(counts, 0, (<usize>units) << 1);
  const biased: u32 = <u32>((0x1_0000_0000 - <u64>units) % <u64>units);
  const below4 = i32x4.splat(units);
  const biased4 = i32x4.splat(biased);
  let left = draws;
  let used: u64 = 0;
  for (let index: u32 = 0; left > 0; index += 4) {
    fourBlocks(index, key0, key1, id2, id3);
    const whole =
      left >= 16 &&
      !v128.any_true(
        v128.or(
          v128.or(anyBiased(word0, below4, biased4), anyBiased(word1, below4, biased4)),
          v128.or(anyBiased(word2, below4, biased4), anyBiased(word3, below4, biased4)),
        ),
      );
    if (whole) {
      countWords(counts, word0, below4);
      countWords(counts, word1, below4);
      countWords(counts, word2, below4);
      countWords(counts, word3, below4);
      left -= 16;
      used += 16;
    } else {
      const part = countInOrder(counts, units, biased, left);
      left -= <u32>part;
      used += part >> 32;
    }
  }
  return <f64>used;
}
