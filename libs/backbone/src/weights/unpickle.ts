import { ContractError } from '@raredx/tables';

/** A name that the pickle refers to, and a call of it: kept as data, never looked up, never called. */
export type PickleName = { readonly global: string };
export type PickleCall = { readonly call: string; readonly args: readonly unknown[] };

export interface Unpickled {
  readonly value: unknown;
  /** Where the next pickle of the same file begins. */
  readonly end: number;
}

const mark = Symbol('mark');
const where = 'torch weights';

/**
 * Reads one pickle of protocol 2 as data. Only the opcodes that a state dict needs are known, only `allowed` names may be
 * referred to, and nothing is executed: a pickle that wants more is refused.
 *
 * @throws ContractError for anything else
 */
export function unpickle(bytes: Uint8Array, start: number, allowed: ReadonlySet<string>): Unpickled {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stack: unknown[] = [];
  const memo = new Map<number, unknown>();
  let at = start;
  const fail = (problem: string): never => {
    throw new ContractError(where, `${problem} at byte ${at}`, 'this is not the pickle of a state dict');
  };
  const take = (count: number): number => {
    if (count < 0 || at + count > bytes.length) fail('the pickle ends early');
    at += count;
    return at - count;
  };
  const pop = (): unknown => (stack.length > 0 ? stack.pop() : fail('the stack is empty'));
  const popToMark = (): unknown[] => {
    const from = stack.lastIndexOf(mark);
    if (from < 0) fail('there is no mark');
    const items = stack.splice(from + 1);
    stack.pop();
    return items;
  };
  const text = (length: number): string => {
    const from = take(length);
    return new TextDecoder().decode(bytes.subarray(from, at));
  };
  const line = (): string => {
    const end = bytes.indexOf(10, at);
    const value = text(end < 0 ? -1 : end - at);
    take(1);
    return value;
  };
  const put = (key: number) => memo.set(key, stack.at(-1));
  const get = (key: number) => stack.push(memo.has(key) ? memo.get(key) : fail('a memo is missing'));
  const setItems = (pairs: unknown[]) => {
    const target = stack.at(-1);
    if (!(target instanceof Map) || pairs.length % 2 !== 0) return fail('items are set on no dict');
    for (let i = 0; i < pairs.length; i += 2) target.set(pairs[i], pairs[i + 1]);
  };
  const reduce = () => {
    const args = pop();
    const name = (pop() as PickleName | undefined)?.global;
    if (name === undefined || !Array.isArray(args)) return fail('a call of no name');
    stack.push(name === 'collections.OrderedDict' ? new Map() : { call: name, args });
  };
  const append = (items: unknown[]) => {
    const target = stack.at(-1);
    if (!Array.isArray(target)) return fail('items are appended to no list');
    for (const item of items) target.push(item);
  };
  const tuple = (count: number) => stack.push(Array.from({ length: count }, pop).reverse());
  const global = () => {
    const name = `${line()}.${line()}`;
    stack.push(allowed.has(name) ? { global: name } : fail(`refers to ${name}`));
  };
  const long = () => {
    const length = bytes[take(1)];
    let value = 0n;
    for (let i = length - 1, from = take(length); i >= 0; i--)
      value = (value << 8n) | BigInt(bytes[from + i]);
    stack.push(value);
  };
  const opcodes: Readonly<Record<number, () => unknown>> = {
    128: () => bytes[take(1)] === 2 || fail('not of protocol 2'),
    40: () => stack.push(mark),
    41: () => stack.push([]),
    93: () => stack.push([]),
    125: () => stack.push(new Map()),
    78: () => stack.push(null),
    136: () => stack.push(true),
    137: () => stack.push(false),
    74: () => stack.push(view.getInt32(take(4), true)),
    75: () => stack.push(bytes[take(1)]),
    77: () => stack.push(view.getUint16(take(2), true)),
    138: long,
    88: () => stack.push(text(view.getUint32(take(4), true))),
    99: global,
    113: () => put(bytes[take(1)]),
    114: () => put(view.getUint32(take(4), true)),
    104: () => get(bytes[take(1)]),
    106: () => get(view.getUint32(take(4), true)),
    116: () => stack.push(popToMark()),
    133: () => tuple(1),
    134: () => tuple(2),
    135: () => tuple(3),
    82: reduce,
    81: () => stack.push({ call: 'persistent', args: pop() }),
    97: () => append([pop()]),
    101: () => append(popToMark()),
    115: () => setItems([pop(), pop()].reverse()),
    117: () => setItems(popToMark()),
    // what follows a state dict's items is torch's own bookkeeping of versions
    98: pop,
  };
  for (;;) {
    const opcode = bytes[take(1)];
    if (opcode === 46) return { value: pop(), end: at };
    const run = opcodes[opcode];
    if (!run) fail(`unknown opcode ${opcode}`);
    run();
  }
}
