import type { PickleCursor } from './pickle-cursor.ts';
import type { PickleName } from './pickle-value.ts';

const mark = Symbol('mark');

/** The stack and the memo of a pickle while it is read: it has a life. */
export class PickleStack {
  readonly #items: unknown[] = [];
  readonly #memo = new Map<number, unknown>();
  readonly #cursor: PickleCursor;

  constructor(cursor: PickleCursor) {
    this.#cursor = cursor;
  }

  push(value: unknown): void {
    this.#items.push(value);
  }

  pop(): unknown {
    if (this.#items.length === 0) throw this.#cursor.failure('the stack is empty');
    return this.#items.pop();
  }

  mark(): void {
    this.#items.push(mark);
  }

  popToMark(): unknown[] {
    const from = this.#items.lastIndexOf(mark);
    if (from < 0) throw this.#cursor.failure('there is no mark');
    const items = this.#items.splice(from + 1);
    this.#items.pop();
    return items;
  }

  put(key: number): void {
    this.#memo.set(key, this.#items.at(-1));
  }

  get(key: number): void {
    if (!this.#memo.has(key)) throw this.#cursor.failure('a memo is missing');
    this.push(this.#memo.get(key));
  }

  tuple(count: number): void {
    this.push(Array.from({ length: count }, () => this.pop()).reverse());
  }

  setItems(pairs: readonly unknown[]): void {
    const target = this.#items.at(-1);
    if (!(target instanceof Map) || pairs.length % 2 !== 0)
      throw this.#cursor.failure('items are set on no dict');
    for (let i = 0; i < pairs.length; i += 2) target.set(pairs[i], pairs[i + 1]);
  }

  append(items: readonly unknown[]): void {
    const target = this.#items.at(-1);
    if (!Array.isArray(target)) throw this.#cursor.failure('items are appended to no list');
    for (const item of items) target.push(item);
  }

  /** A call is kept as data; only an empty OrderedDict becomes what it says. */
  reduce(): void {
    const args = this.pop();
    const name = (this.pop() as PickleName | undefined)?.global;
    if (name === undefined || !Array.isArray(args)) throw this.#cursor.failure('a call of no name');
    this.push(name === 'collections.OrderedDict' ? new Map() : { call: name, args });
  }
}
