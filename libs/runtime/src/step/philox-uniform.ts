const multiplyHigh = (a: number, b: number): number => {
  const [aLow, aHigh, bLow, bHigh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const low = aLow * bLow;
  const middle = aHigh * bLow + (low >>> 16);
  const carried = (middle & 0xffff) + aLow * bHigh;
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carried / 0x10000)) >>> 0;
};

type Block = readonly [number, number, number, number];

/** Philox 4x32 with ten rounds (Salmon et al., 2011): four random words from a counter of four and a key of two. */
const philox = (counter: Block, key: readonly [number, number]): Block => {
  let [a, b, c, d] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round += 1) {
    const [highA, lowA] = [multiplyHigh(0xd2511f53, a), Math.imul(0xd2511f53, a) >>> 0];
    const [highC, lowC] = [multiplyHigh(0xcd9e8d57, c), Math.imul(0xcd9e8d57, c) >>> 0];
    [a, b, c, d] = [(highC ^ b ^ k0) >>> 0, lowC, (highA ^ d ^ k1) >>> 0, lowA];
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [a, b, c, d];
};

/** A 32-bit integer, sign extended, as two words. */
const words = (value: number): readonly [number, number] => [value >>> 0, value < 0 ? 0xffffffff : 0];

const one = new Uint32Array(1);
const float = new Float32Array(one.buffer);

/** 23 bits as the fraction of a number of [1, 2), less one. */
const uniform = (word: number): number => {
  one[0] = 0x3f800000 | (word & 0x7fffff);
  return float[0] - 1;
};

/**
 * What TensorFlow's `StatelessRandomUniform` gives on the CPU for an int32 seed of two numbers: the seed is scrambled by
 * one block, its words then are key and upper counter.
 *
 * @see Salmon, Moraes, Dror, Shaw. Parallel random numbers: as easy as 1, 2, 3. SC 2011
 */
export const philoxUniform = (seed: readonly [number, number], size: number): Float32Array => {
  const mixed = philox([...words(seed[0]), ...words(seed[1])], [0x3ec8f720, 0x02461e29]);
  const values = new Float32Array(size);
  for (let at = 0; at < size; at += 4) {
    const block = philox([(at / 4) >>> 0, 0, mixed[2], mixed[3]], [mixed[0], mixed[1]]);
    for (let k = 0; k < 4 && at + k < size; k += 1) values[at + k] = uniform(block[k]);
  }
  return values;
};
