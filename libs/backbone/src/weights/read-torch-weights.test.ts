import { ContractError } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { readTorchWeights } from './read-torch-weights.ts';
import { permuted } from './strided-tensor.ts';

const text = (value: string) => [0x58, value.length, 0, 0, 0, ...new TextEncoder().encode(value)];
const line = (value: string) => [...new TextEncoder().encode(`${value}\n`)];
const global = (module: string, name: string) => [0x63, ...line(module), ...line(name)];
const small = (value: number) => [0x4b, value];
const tuple = (...items: number[][]) => [0x28, ...items.flat(), 0x74];
const pickle = (...ops: number[][]) => [0x80, 2, ...ops.flat(), 0x2e];
const int64 = (value: number) => [value, 0, 0, 0, 0, 0, 0, 0];
const magic = [0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

/** A state dict of one 2 × 3 tensor `w`, stored column by column: 1 3 5 / 2 4 6. */
const stateDict = ({
  rebuild = global('torch._utils', '_rebuild_tensor_v2'),
  length = 6,
  shape = [2, 3],
  stored = 6,
}: {
  rebuild?: number[];
  length?: number;
  shape?: number[];
  stored?: number;
} = {}) => {
  const id = tuple(
    text('storage'),
    global('torch', 'FloatStorage'),
    text('7'),
    text('cpu'),
    small(length),
    [0x4e],
  );
  const sizes = [tuple(...shape.map(small)), tuple(small(1), small(2))];
  const tensor = [...rebuild, ...tuple([...id, 0x51], small(0), ...sizes, [0x89], [0x29]), 0x52];
  const dict = pickle(global('collections', 'OrderedDict'), [0x29, 0x52], text('w'), tensor, [0x73]);
  const machine = pickle([0x7d], text('little_endian'), [0x88, 0x73]);
  const heads = [
    pickle(magic),
    pickle([0x4d, 0xe9, 3]),
    machine,
    dict,
    pickle([0x5d, 0x28], text('7'), [0x65]),
  ];
  const values = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);
  return Uint8Array.from([...heads.flat(), ...int64(stored), ...values]);
};

describe('readTorchWeights', () => {
  it('reads a tensor with its strides, and puts its axes in any order', () => {
    const tensor = readTorchWeights(stateDict()).get('w')!;
    expect(tensor).toMatchObject({ shape: [2, 3], strides: [1, 2], offset: 0 });
    expect(permuted(tensor, [0, 1])).toEqual(Float32Array.of(1, 3, 5, 2, 4, 6));
    expect(permuted(tensor, [1, 0])).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['a call of another function', stateDict({ rebuild: global('os', 'system') }), /refers to os\.system/],
    ['a builtin', stateDict({ rebuild: global('builtins', 'eval') }), /refers to builtins\.eval/],
    ['a tensor beyond its storage', stateDict({ shape: [2, 4] }), /tensor w reaches beyond its storage/],
    ['a storage of another length', stateDict({ stored: 5 }), /another length than it says/],
    ['a storage cut short', stateDict({ length: 7, stored: 7 }), /cut short/],
    ['nothing', new Uint8Array(0), /ends early/],
    ['a zip of newer torch', Uint8Array.of(0x50, 0x4b, 3, 4), /unknown opcode 80/],
    ['bytes left over', Uint8Array.from([...stateDict(), 0]), /1 bytes are left over/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readTorchWeights(bytes)).toThrow(message);
    expect(() => readTorchWeights(bytes)).toThrow(ContractError);
  });

  it('notices every truncation', () => {
    const whole = stateDict();
    for (let length = 0; length < whole.length; length++) {
      expect(() => readTorchWeights(whole.subarray(0, length))).toThrow(ContractError);
    }
  });
});
