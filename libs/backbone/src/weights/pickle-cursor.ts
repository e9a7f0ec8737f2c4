import { ContractError } from '@raredx/tables';

/** Reads a pickle from front to back and knows where it is: it has a life. */
export class PickleCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at: number;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = start;
  }

  get at(): number {
    return this.#at;
  }

  failure(problem: string): ContractError {
    const advice = 'this is not the pickle of a state dict';
    return new ContractError('torch weights', `${problem} at byte ${this.#at}`, advice);
  }

  #take(count: number): number {
    if (this.#at + count > this.#bytes.length) throw this.failure('the pickle ends early');
    this.#at += count;
    return this.#at - count;
  }

  byte(): number {
    return this.#bytes[this.#take(1)];
  }

  uint16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  /** A non-negative number of up to 255 bytes, least first. */
  long(): bigint {
    const length = this.byte();
    const from = this.#take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#bytes[from + i]);
    return value;
  }

  text(length: number): string {
    const from = this.#take(length);
    return new TextDecoder().decode(this.#bytes.subarray(from, this.#at));
  }

  line(): string {
    const end = this.#bytes.indexOf(10, this.#at);
    if (end < 0) throw this.failure('the pickle ends early');
    const value = this.text(end - this.#at);
    this.#take(1);
    return value;
  }
}
