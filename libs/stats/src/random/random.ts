import { normalQuantile } from '../distribution/normal.ts';
import { philox } from './philox.ts';

/**
 * A stream of random numbers. What it yields depends only on the seed and the names it was forked by, never on what
 * other streams did: the same resample has the same numbers on one thread or on sixteen.
 */
export interface Random {
  /** Uniform in [0, 1), a multiple of 2^-53. */
  uniform(): number;
  /** Uniform in 0 .. below - 1, without modulo bias; `below` at most 2^32. */
  integer(below: number): number;
  /** Fills an array with what as many calls of `integer(below)` would give, faster. */
  integers(below: number, into: Uint32Array): Uint32Array;
  /** Standard normal, by inversion: one draw uses one uniform. */
  normal(): number;
  /** An independent stream; depends on this stream's seed and names, not on how far it was read. */
  fork(name: string | number): Random;
}

/**
 * A stream from a seed; 7 and '7' are the same seed.
 *
 * @example
 * createRandom(7).uniform() === createRandom('7').uniform() // => true
 * createRandom(7).fork('bootstrap').fork(3).integer(1) // => 0
 */
export function createRandom(seed: number | string): Random {
  if (typeof seed === 'number' && !Number.isFinite(seed))
    throw new RangeError(`createRandom: seed must be finite (${seed})`);
  return new PhiloxStream(named(new Uint32Array(4), String(seed)));
}

const twoTo32 = 4294967296;
/** Up to here word * below is exact in a double. */
const small = 2097152;

class PhiloxStream implements Random {
  readonly #identity: Uint32Array;
  readonly #block = new Uint32Array(4);
  #index = 0;
  #unread = 0;

  constructor(identity: Uint32Array) {
    this.#identity = identity;
  }

  uniform(): number {
    const high = this.#word() >>> 5;
    const low = this.#word() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  integer(below: number): number {
    checkBelow(below);
    return this.#integer(below, (twoTo32 - below) % below);
  }

  integers(below: number, into: Uint32Array): Uint32Array {
    checkBelow(below);
    const biased = (twoTo32 - below) % below;
    let i = 0;
    while (i < into.length) {
      if (this.#unread > 0 || below > small || into.length - i < 4) {
        into[i++] = this.#integer(below, biased);
        continue;
      }
      this.#refill();
      for (let at = 0; at < 4; at++) {
        const word = this.#block[at]!;
        const low = Math.imul(word, below) >>> 0;
        if (low >= biased) into[i++] = (word * below - low) / twoTo32;
      }
      this.#unread = 0;
    }
    return into;
  }

  /** Lemire (2019): the high word of word * below, redrawn in the few cases that would favour some values. */
  #integer(below: number, biased: number): number {
    for (;;) {
      const word = this.#word();
      const low = Math.imul(word, below) >>> 0;
      if (low >= biased) return below > small ? highWord(word, below) : (word * below - low) / twoTo32;
    }
  }

  normal(): number {
    const u = this.uniform();
    return normalQuantile(u === 0 ? 2 ** -54 : u);
  }

  fork(name: string | number): Random {
    return new PhiloxStream(named(this.#identity, String(name)));
  }

  /** What the kernel draws from in this stream's place, while nothing of it is read. */
  get unread(): UnreadStream | undefined {
    if (this.#index > 0) return undefined;
    return { identity: this.#identity, skip: (words) => this.#skip(words) };
  }

  #skip(words: number): void {
    this.#index = Math.floor(words / 4);
    if (words % 4 === 0) return;
    this.#refill();
    this.#unread -= words % 4;
  }

  #word(): number {
    if (this.#unread === 0) this.#refill();
    return this.#block[4 - this.#unread--]!;
  }

  #refill(): void {
    const block = this.#block;
    block[0] = this.#index >>> 0;
    block[1] = Math.floor(this.#index / twoTo32);
    block[2] = this.#identity[2]!;
    block[3] = this.#identity[3]!;
    philox(block, this.#identity[0]!, this.#identity[1]!);
    this.#index += 1;
    this.#unread = 4;
  }
}

/** A stream of which nothing is read. */
export interface UnreadStream {
  readonly identity: Uint32Array;
  /** Moves the stream on, as if so many words had been read. */
  readonly skip: (words: number) => void;
}

/** Undefined where the stream was read before, or is of another make. */
export function unreadStream(random: Random): UnreadStream | undefined {
  return random instanceof PhiloxStream ? random.unread : undefined;
}

/** floor(word * below / 2^32) by halves: the product may exceed 2^53. */
function highWord(word: number, below: number): number {
  return Math.floor(((word >>> 16) * below + Math.floor(((word & 0xffff) * below) / 65536)) / 65536);
}

function checkBelow(below: number): void {
  if (!(Number.isInteger(below) && below >= 1 && below <= twoTo32))
    throw new RangeError(`integer: below must be an integer in 1 .. 2^32 (${below})`);
}

/** 128-bit identity of a child stream: the name's characters absorbed two at a time, the length last. */
function named(parent: Uint32Array, name: string): Uint32Array {
  const state = Uint32Array.from(parent);
  for (let i = 0; i < name.length; i += 2) {
    const second = i + 1 < name.length ? name.charCodeAt(i + 1) : 0;
    state[0] = state[0]! ^ (name.charCodeAt(i) | (second << 16));
    philox(state, i, 0x6e616d65);
  }
  state[0] = state[0]! ^ name.length;
  philox(state, 0x666f726b, 0x656e6421);
  return state;
}
