import { PickleCursor } from './pickle-cursor.ts';
import { PickleStack } from './pickle-stack.ts';

export interface Unpickled {
  readonly value: unknown;
  /** Where the next pickle of the same file begins. */
  readonly end: number;
}

type Opcode = (stack: PickleStack, cursor: PickleCursor, allowed: ReadonlySet<string>) => void;

const global: Opcode = (stack, cursor, allowed) => {
  const name = `${cursor.line()}.${cursor.line()}`;
  if (!allowed.has(name)) throw cursor.failure(`refers to ${name}`);
  stack.push({ global: name });
};

const protocol: Opcode = (_, cursor) => {
  if (cursor.byte() !== 2) throw cursor.failure('not of protocol 2');
};

const setItem: Opcode = (stack) => {
  const value = stack.pop();
  stack.setItems([stack.pop(), value]);
};

/** The opcodes of protocol 2 that a state dict needs. */
const opcodes: Readonly<Record<number, Opcode>> = {
  128: protocol,
  40: (stack) => stack.mark(),
  41: (stack) => stack.push([]),
  93: (stack) => stack.push([]),
  125: (stack) => stack.push(new Map()),
  78: (stack) => stack.push(null),
  136: (stack) => stack.push(true),
  137: (stack) => stack.push(false),
  74: (stack, cursor) => stack.push(cursor.int32()),
  75: (stack, cursor) => stack.push(cursor.byte()),
  77: (stack, cursor) => stack.push(cursor.uint16()),
  138: (stack, cursor) => stack.push(cursor.long()),
  88: (stack, cursor) => stack.push(cursor.text(cursor.uint32())),
  99: global,
  113: (stack, cursor) => stack.put(cursor.byte()),
  114: (stack, cursor) => stack.put(cursor.uint32()),
  104: (stack, cursor) => stack.get(cursor.byte()),
  106: (stack, cursor) => stack.get(cursor.uint32()),
  116: (stack) => stack.push(stack.popToMark()),
  133: (stack) => stack.tuple(1),
  134: (stack) => stack.tuple(2),
  135: (stack) => stack.tuple(3),
  82: (stack) => stack.reduce(),
  81: (stack) => stack.push({ call: 'persistent', args: stack.pop() }),
  97: (stack) => stack.append([stack.pop()]),
  101: (stack) => stack.append(stack.popToMark()),
  115: setItem,
  117: (stack) => stack.setItems(stack.popToMark()),
  // what follows a state dict's items is torch's own bookkeeping of versions
  98: (stack) => void stack.pop(),
};

/**
 * Reads one pickle of protocol 2 as data. Only `allowed` names may be referred to, and nothing is executed: a pickle that
 * wants more is refused.
 *
 * @throws ContractError for anything else
 */
export function unpickle(bytes: Uint8Array, start: number, allowed: ReadonlySet<string>): Unpickled {
  const cursor = new PickleCursor(bytes, start);
  const stack = new PickleStack(cursor);
  for (;;) {
    const code = cursor.byte();
    if (code === 46) return { value: stack.pop(), end: cursor.at };
    const run = opcodes[code];
    if (!run) throw cursor.failure(`unknown opcode ${code}`);
    run(stack, cursor, allowed);
  }
}
