import { ContractError } from '@raredx/tables';
import { arrayTypes, elementCount, metadataKey, type SafeTensor } from './safetensors.ts';

const typeOrder = Object.keys(arrayTypes);
const byCodePoint = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const isWellFormed = (text: string) => !/\p{Surrogate}/u.test(text);

const checkTensor = (name: string, { dtype, shape, data }: SafeTensor): void => {
  const where = `safetensors: tensor ${name}`;
  if (name === metadataKey || !isWellFormed(name)) throw new ContractError(where, 'not a name for a tensor');
  if (!Object.hasOwn(arrayTypes, dtype)) throw new ContractError(where, `unknown type (${dtype})`);
  if (!(data instanceof arrayTypes[dtype]))
    throw new ContractError(where, `data is not a ${arrayTypes[dtype].name}`);
  const count = elementCount(shape);
  if (count !== data.length) {
    throw new ContractError(
      where,
      `shape and data disagree (${JSON.stringify(shape)}, ${data.length} elements)`,
    );
  }
};

const sortedMetadata = (metadata: Readonly<Record<string, string>>): Record<string, string> => {
  const entries = Object.entries(metadata).sort(([a], [b]) => byCodePoint(a, b));
  for (const [key, value] of entries) {
    if (typeof value !== 'string' || !isWellFormed(key) || !isWellFormed(value)) {
      throw new ContractError('safetensors: metadata', `values must be strings (${key})`);
    }
  }
  return Object.fromEntries(entries);
};

/**
 * Tensors as the bytes of a safetensors file. The same tensors and metadata give the same bytes, in whatever order the
 * properties came: by type, then by name, and so the same bytes that the reference implementation writes.
 *
 * @throws ContractError if a tensor's data does not fit its type or shape
 * @example writeSafetensors({ w: { dtype: 'F32', shape: [2], data: new Float32Array([1, 2]) } }).length // => 72
 */
export const writeSafetensors = (
  tensors: Readonly<Record<string, SafeTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array => {
  const entries = Object.entries(tensors).sort(
    ([a, { dtype: typeA }], [b, { dtype: typeB }]) =>
      typeOrder.indexOf(typeA) - typeOrder.indexOf(typeB) || byCodePoint(a, b),
  );
  for (const [name, tensor] of entries) checkTensor(name, tensor);
  const fields: string[] = [];
  const texts = sortedMetadata(metadata);
  if (Object.keys(texts).length > 0) fields.push(`${JSON.stringify(metadataKey)}:${JSON.stringify(texts)}`);
  let offset = 0;
  for (const [name, { dtype, shape, data }] of entries) {
    const range = { dtype, shape, data_offsets: [offset, offset + data.byteLength] };
    fields.push(`${JSON.stringify(name)}:${JSON.stringify(range)}`);
    offset += data.byteLength;
  }
  const text = new TextEncoder().encode(`{${fields.join(',')}}`);
  const headerLength = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset).fill(0x20, 8, 8 + headerLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(text, 8);
  let at = 8 + headerLength;
  for (const [, { data }] of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
};
