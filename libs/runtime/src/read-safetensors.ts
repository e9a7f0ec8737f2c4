import { ContractError } from '@raredx/tables';
import {
  arrayTypes,
  elementCount,
  longestHeader,
  metadataKey,
  type SafeTensor,
  type SafetensorType,
} from './safetensors.ts';

type Fail = (problem: string) => never;
type Entry = { name: string; dtype: SafetensorType; shape: number[]; start: number; end: number };

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON.parse keeps the last of two equal keys in silence: two readers could then see two files. */
const hasDuplicateKeys = (text: string, parsed: unknown): boolean => {
  const countKeys = (value: unknown): number =>
    typeof value === 'object' && value !== null
      ? Object.values(value).reduce(
          (sum: number, child) => sum + countKeys(child),
          Array.isArray(value) ? 0 : Object.keys(value).length,
        )
      : 0;
  const written = text.match(/"(?:[^"\\]|\\.)*"\s*:/g)?.length ?? 0;
  return written !== countKeys(parsed);
};

const parseHeader = (
  bytes: Uint8Array,
  fail: Fail,
): { header: Record<string, unknown>; dataStart: number } => {
  if (bytes.length < 8) return fail(`too short for a header (${bytes.length} bytes)`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(longestHeader)) return fail(`header too long (${length} bytes)`);
  const dataStart = 8 + Number(length);
  if (dataStart > bytes.length) return fail(`ends within its header (${bytes.length} of ${dataStart} bytes)`);
  if (bytes[8] !== 0x7b) return fail('header does not begin with {');
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes.subarray(8, dataStart),
    );
    const header: unknown = JSON.parse(text);
    if (!isPlainObject(header)) return fail('header is no object');
    if (hasDuplicateKeys(text, header)) return fail('header names something twice');
    return { header, dataStart };
  } catch (error) {
    if (error instanceof ContractError) throw error;
    return fail('header is not valid JSON');
  }
};

const readEntry = (name: string, value: unknown, fail: Fail): Entry => {
  if (!isPlainObject(value)) return fail(`tensor ${name} is no object`);
  const keys = Object.keys(value).sort().join();
  if (keys !== 'data_offsets,dtype,shape')
    return fail(`tensor ${name} has other fields than it should (${keys})`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string' || !Object.hasOwn(arrayTypes, dtype))
    return fail(`tensor ${name} has an unknown type`);
  const count = elementCount(shape);
  if (Number.isNaN(count)) return fail(`tensor ${name} has no valid shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2) return fail(`tensor ${name} has no pair of offsets`);
  const [start, end] = offsets as [number, number];
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) {
    return fail(`tensor ${name} has no valid offsets`);
  }
  const type = dtype as SafetensorType;
  if (end - start !== count * arrayTypes[type].BYTES_PER_ELEMENT) {
    return fail(`tensor ${name} has a shape that does not fit its offsets`);
  }
  return { name, dtype: type, shape: shape as number[], start, end };
};

const checkContiguous = (entries: readonly Entry[], dataLength: number, fail: Fail): void => {
  let at = 0;
  for (const { name, start, end } of [...entries].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== at) fail(`tensor ${name} leaves a hole or overlaps (begins at ${start}, expected ${at})`);
    at = end;
  }
  if (at !== dataLength) fail(`data has ${dataLength} bytes, tensors fill ${at}`);
};

const readMetadata = (value: unknown, fail: Fail): Readonly<Record<string, string>> => {
  if (value === undefined) return {};
  if (!isPlainObject(value) || Object.values(value).some((text) => typeof text !== 'string')) {
    return fail('metadata is no object of strings');
  }
  return Object.assign(Object.create(null), value);
};

/**
 * The tensors of a safetensors file, checked as the reference implementation does: known types, shapes that fit their
 * offsets, no hole, no overlap, no byte unaccounted for, no key twice. `data` is a view of `bytes` where alignment allows.
 *
 * @param where what the file is called in an error
 * @throws ContractError for anything else
 */
export const readSafetensors = (
  bytes: Uint8Array,
  where = 'safetensors',
): {
  readonly tensors: Readonly<Record<string, SafeTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
} => {
  const fail: Fail = (problem) => {
    throw new ContractError(
      where,
      problem,
      'the file is damaged or no safetensors file: fetch or write it again',
    );
  };
  const { header, dataStart } = parseHeader(bytes, fail);
  const entries = Object.entries(header)
    .filter(([name]) => name !== metadataKey)
    .map(([name, value]) => readEntry(name, value, fail));
  checkContiguous(entries, bytes.length - dataStart, fail);
  const tensors: Record<string, SafeTensor> = Object.create(null);
  for (const { name, dtype, shape, start, end } of entries) {
    const array = arrayTypes[dtype];
    const first = bytes.byteOffset + dataStart + start;
    const length = (end - start) / array.BYTES_PER_ELEMENT;
    const data =
      first % array.BYTES_PER_ELEMENT === 0
        ? new array(bytes.buffer as ArrayBuffer, first, length)
        : new array(bytes.slice(dataStart + start, dataStart + end).buffer, 0, length);
    tensors[name] = Object.freeze({ dtype, shape: Object.freeze(shape), data });
  }
  return { tensors, metadata: readMetadata(header[metadataKey], fail) };
};
