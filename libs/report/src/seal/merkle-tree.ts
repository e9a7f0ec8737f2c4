import { hash } from 'node:crypto';

/** Bytes of a SHA-256. */
export const hashLength = 32;

/** Hash of a leaf: SHA-256(0x00 ‖ UTF-8 of the text). The prefix keeps a leaf from being passed off as a node. */
export function leafHash(text: string): Uint8Array {
  return hash('sha256', `\u0000${text}`, 'buffer');
}

/**
 * Root of the Merkle tree of RFC 6962 over leaf hashes that lie one after the other, in lower-case hex.
 *
 *     MTH({}) = SHA-256(), MTH(l₀ … lₙ₋₁) = SHA-256(0x01 ‖ MTH(l₀ … lₖ₋₁) ‖ MTH(lₖ … lₙ₋₁)), k the largest power of 2 < n
 *
 * Level by level with an odd last node carried up, which is the same tree.
 *
 * @param leaves 32 bytes a leaf
 * @see RFC 6962 (2013), section 2.1
 * @example merkleRoot(new Uint8Array(0)) // => 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
 */
export function merkleRoot(leaves: Uint8Array): string {
  let count = leaves.length / hashLength;
  if (!Number.isInteger(count)) throw new RangeError(`leaf hashes of ${leaves.length} bytes`);
  if (count === 0) return hash('sha256', '', 'hex');
  const level = Uint8Array.from(leaves);
  const pair = new Uint8Array(1 + 2 * hashLength);
  pair[0] = 1;
  while (count > 1) {
    const pairs = count >> 1;
    for (let i = 0; i < pairs; i++) {
      pair.set(level.subarray(2 * i * hashLength, 2 * (i + 1) * hashLength), 1);
      level.set(hash('sha256', pair, 'buffer'), i * hashLength);
    }
    if (count % 2 === 1) level.copyWithin(pairs * hashLength, (count - 1) * hashLength, count * hashLength);
    count = pairs + (count % 2);
  }
  return Buffer.from(level.subarray(0, hashLength)).toString('hex');
}
