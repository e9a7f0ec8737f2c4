import { readFileSync } from 'node:fs';
import { fc, test as property } from '@fast-check/vitest';
import { ContractError } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from './read-safetensors.ts';
import type { SafeTensor } from './safetensors.ts';
import { writeSafetensors } from './write-safetensors.ts';

const reference = new Uint8Array(readFileSync(new URL('../fixtures/python.safetensors', import.meta.url)));

/** The tensors of fixtures/write-safetensors.py; half floats by their bits. */
const tensors: Record<string, SafeTensor> = {
  scalar: { dtype: 'F32', shape: [], data: new Float32Array([4.25]) },
  bool: { dtype: 'BOOL', shape: [3], data: new Uint8Array([1, 0, 1]) },
  u8: { dtype: 'U8', shape: [1], data: new Uint8Array([255]) },
  i8: { dtype: 'I8', shape: [2], data: new Int8Array([-8, 8]) },
  i16: { dtype: 'I16', shape: [1], data: new Int16Array([-300]) },
  f16: { dtype: 'F16', shape: [2], data: new Uint16Array([0x3c00, 0xc000]) },
  i32: { dtype: 'I32', shape: [2], data: new Int32Array([-7, 7]) },
  f32: { dtype: 'F32', shape: [1, 3, 1], data: new Float32Array([1.5, 2.5, -3.5]) },
  f64: { dtype: 'F64', shape: [2, 2], data: new Float64Array([0.1, -2.5, 1e300, 3]) },
  i64: { dtype: 'I64', shape: [2], data: new BigInt64Array([2n ** 60n, -1n]) },
  empty: { dtype: 'F32', shape: [0, 3], data: new Float32Array(0) },
};

const fileOf = (header: string, dataLength: number): Uint8Array => {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + dataLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
};

const tensor = (shape: string, offsets: string, dtype = 'U8') =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;

describe('writeSafetensors', () => {
  it('writes the same bytes as the reference implementation, in whatever order the tensors come', () => {
    expect(writeSafetensors(tensors, { format: 'np' })).toEqual(reference);
    const turned = Object.fromEntries(Object.entries(tensors).reverse());
    expect(writeSafetensors(turned, { format: 'np' })).toEqual(reference);
  });

  it('sorts metadata by key', () => {
    expect(writeSafetensors({}, { b: '2', a: '1' })).toEqual(writeSafetensors({}, { a: '1', b: '2' }));
  });

  it.each<[string, Record<string, SafeTensor>, RegExp]>([
    [
      'data of another length',
      { w: { dtype: 'F32', shape: [3], data: new Float32Array(2) } },
      /shape and data disagree/,
    ],
    [
      'data of another type',
      { w: { dtype: 'F32', shape: [2], data: new Float64Array(2) } },
      /data is not a Float32Array/,
    ],
    [
      'the name of the metadata',
      { __metadata__: { dtype: 'U8', shape: [], data: new Uint8Array(1) } },
      /not a name/,
    ],
    [
      'half a character as a name',
      { '\ud800': { dtype: 'U8', shape: [], data: new Uint8Array(1) } },
      /not a name/,
    ],
  ])('refuses %s', (_, wrong, message) => {
    expect(() => writeSafetensors(wrong)).toThrow(message);
  });
});

describe('readSafetensors', () => {
  it('reads what the reference implementation wrote', () => {
    const read = readSafetensors(reference);
    expect({ ...read.tensors }).toEqual(tensors);
    expect({ ...read.metadata }).toEqual({ format: 'np' });
  });

  it('reads from an odd place in a larger buffer', () => {
    const larger = new Uint8Array(reference.length + 3);
    larger.set(reference, 3);
    expect({ ...readSafetensors(larger.subarray(3)).tensors }).toEqual(tensors);
  });

  it('takes __proto__ for a name like any other', () => {
    const header = `{"__proto__":${tensor('[1]', '[0,1]')},"__metadata__":{"__proto__":"x"}}`;
    const { tensors: read, metadata } = readSafetensors(fileOf(header, 1));
    expect(Object.keys(read)).toEqual(['__proto__']);
    expect(Object.keys(metadata)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it.each([
    ['a header longer than the file', fileOf('{}', 0).with(0, 200), /ends within its header/],
    ['a header of 2^63 bytes', fileOf('{}', 0).with(7, 0x80), /header too long/],
    ['nothing', new Uint8Array(0), /too short/],
    ['no JSON', fileOf('{"a":', 0), /not valid JSON/],
    ['a list', fileOf('[]', 0), /does not begin with \{/],
    ['blanks before the header', fileOf(' {}', 0), /does not begin with \{/],
    ['wrong UTF-8', fileOf('{"a":1}', 0).with(10, 0xff), /not valid JSON/],
    ['a name twice', fileOf(`{"a":${tensor('[1]', '[0,1]')},"a":${tensor('[1]', '[0,1]')}}`, 1), /twice/],
    [
      'a field twice',
      fileOf('{"a":{"dtype":"U8","shape":[1],"shape":[1],"data_offsets":[0,1]}}', 1),
      /twice/,
    ],
    [
      'a name twice, once escaped',
      fileOf(`{"a":${tensor('[1]', '[0,1]')},"\\u0061":${tensor('[1]', '[0,1]')}}`, 1),
      /twice/,
    ],
    [
      'a field too many',
      fileOf('{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1],"x":1}}', 1),
      /other fields/,
    ],
    ['no object', fileOf('{"a":null}', 0), /is no object/],
    ['an unknown type', fileOf(`{"a":${tensor('[1]', '[0,1]', 'constructor')}}`, 1), /unknown type/],
    ['a negative size', fileOf(`{"a":${tensor('[-1]', '[0,1]')}}`, 1), /no valid shape/],
    ['a fractional size', fileOf(`{"a":${tensor('[0.5]', '[0,1]')}}`, 1), /no valid shape/],
    [
      'a product past counting',
      fileOf(`{"a":${tensor('[4294967296,4294967296]', '[0,0]')}}`, 0),
      /no valid shape/,
    ],
    ['a shape that is no list', fileOf(`{"a":${tensor('1', '[0,1]')}}`, 1), /no valid shape/],
    ['three offsets', fileOf(`{"a":${tensor('[1]', '[0,1,2]')}}`, 1), /no pair of offsets/],
    ['offsets turned round', fileOf(`{"a":${tensor('[1]', '[1,0]')}}`, 1), /no valid offsets/],
    ['a shape that does not fit', fileOf(`{"a":${tensor('[2]', '[0,1]')}}`, 1), /does not fit its offsets/],
    ['a hole', fileOf(`{"a":${tensor('[1]', '[1,2]')}}`, 2), /hole or overlaps/],
    [
      'an overlap',
      fileOf(`{"a":${tensor('[2]', '[0,2]')},"b":${tensor('[2]', '[1,3]')}}`, 3),
      /hole or overlaps/,
    ],
    ['bytes after the last tensor', fileOf(`{"a":${tensor('[1]', '[0,1]')}}`, 2), /data has 2 bytes/],
    ['data cut short', fileOf(`{"a":${tensor('[2]', '[0,2]')}}`, 1), /data has 1 bytes/],
    ['metadata of numbers', fileOf('{"__metadata__":{"a":1}}', 0), /no object of strings/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(ContractError);
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  it('notices every truncation', () => {
    for (let length = 0; length < reference.length; length += 1) {
      expect(() => readSafetensors(reference.subarray(0, length))).toThrow(ContractError);
    }
  });

  const edit = fc.record({ at: fc.nat(reference.length - 1), value: fc.nat(255) });
  property.prop([fc.array(edit, { minLength: 1, maxLength: 4 })], { numRuns: 1_000, seed: 7 })(
    'gives tensors that fit the file or a contract error, whatever bytes are changed',
    (edits) => {
      const bytes = reference.slice();
      for (const { at, value } of edits) bytes[at] = value;
      try {
        const read = readSafetensors(bytes);
        const size = Object.values(read.tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
        expect(size).toBeLessThan(bytes.length);
      } catch (error) {
        expect(error).toBeInstanceOf(ContractError);
      }
    },
  );

  property.prop([fc.array(fc.float({ noNaN: false }), { maxLength: 20 })], { numRuns: 200, seed: 7 })(
    'gives back every bit that was written',
    (values) => {
      const data = new Float32Array(values);
      const { tensors: read } = readSafetensors(
        writeSafetensors({ a: { dtype: 'F32', shape: [data.length], data } }),
      );
      expect(new Uint8Array(read.a!.data.slice().buffer)).toEqual(new Uint8Array(data.buffer));
    },
  );
});
