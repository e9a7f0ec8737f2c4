import { ContractError } from '@raredx/tables';
import type { PickleCall, PickleName } from './pickle-value.ts';
import type { StridedTensor } from './strided-tensor.ts';
import { unpickle } from './unpickle.ts';

const storageTypes = {
  'torch.FloatStorage': Float32Array,
  'torch.LongStorage': BigInt64Array,
} as const;

const allowed = new Set([
  'collections.OrderedDict',
  'torch._utils._rebuild_tensor_v2',
  ...Object.keys(storageTypes),
]);
const magic = 0x1950a86a20f9469cfc6cn;

type Storage = StridedTensor['storage'];
type Placed = {
  readonly name: string;
  readonly key: string;
  readonly tensor: Omit<StridedTensor, 'storage'>;
};
type StorageFact = { readonly type: keyof typeof storageTypes; readonly length: number };

const fail = (problem: string): never => {
  throw new ContractError('torch weights', problem, 'a state dict saved before torch 1.6 is expected');
};

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);

/** `_rebuild_tensor_v2(storage, offset, size, stride, …)` with `storage` = persistent id ('storage', type, key, …). */
const placed = (name: unknown, value: unknown, storages: Map<string, StorageFact>): Placed => {
  const { call, args = [] } = (value ?? {}) as Partial<PickleCall>;
  const [id, offset, shape, strides] = args;
  const of = (id as PickleCall | undefined)?.args;
  if (typeof name !== 'string' || call !== 'torch._utils._rebuild_tensor_v2' || !Array.isArray(of)) {
    return fail('an entry is no tensor');
  }
  const [kind, type, key, , length] = of as [unknown, unknown, string, unknown, number];
  const at = offset as number;
  const global = (type as PickleName | undefined)?.global as keyof typeof storageTypes;
  if (kind !== 'storage' || !Object.hasOwn(storageTypes, global) || !isSizes([length, at]))
    return fail(`tensor ${name} has no storage`);
  if (!isSizes(shape) || !isSizes(strides) || shape.length !== strides.length)
    return fail(`tensor ${name} has no shape`);
  const last = shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis], at);
  if (last >= length && !shape.includes(0)) return fail(`tensor ${name} reaches beyond its storage`);
  storages.set(key, { type: global, length });
  return { name, key, tensor: { offset: at, shape, strides } };
};

/** Each storage: its length in 8 bytes, then its elements. */
const readStorages = (
  bytes: Uint8Array,
  { start, keys, facts }: { start: number; keys: unknown; facts: ReadonlyMap<string, StorageFact> },
): ReadonlyMap<string, Storage> => {
  const storages = new Map<string, Storage>();
  let at = start;
  for (const key of Array.isArray(keys) ? keys : fail('there is no list of storages')) {
    const fact = facts.get(key) ?? fail('a storage belongs to no tensor');
    const array = storageTypes[fact.type];
    const end = at + 8 + fact.length * array.BYTES_PER_ELEMENT;
    if (end > bytes.length) fail('a storage is cut short');
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, 8);
    if (view.getBigInt64(0, true) !== BigInt(fact.length)) fail('a storage has another length than it says');
    storages.set(key, new array(new Uint8Array(bytes.subarray(at + 8, end)).buffer));
    at = end;
  }
  if (at !== bytes.length) fail(`${bytes.length - at} bytes are left over`);
  return storages;
};

/**
 * The tensors of a state dict in torch's format before 1.6: five pickles (magic number, version, machine, the dict, the
 * storages' keys), then the storages. Read as data, without torch and without running anything of it.
 *
 * @throws ContractError where the file is anything else
 */
export function readTorchWeights(bytes: Uint8Array): ReadonlyMap<string, StridedTensor> {
  const first = unpickle(bytes, 0, allowed);
  if (first.value !== magic) fail('the magic number is wrong');
  const version = unpickle(bytes, first.end, allowed);
  if (version.value !== 1001) fail(`unknown version (${version.value})`);
  const machine = unpickle(bytes, version.end, allowed);
  if ((machine.value as Map<string, unknown>).get?.('little_endian') !== true) fail('not little-endian');
  const dict = unpickle(bytes, machine.end, allowed);
  if (!(dict.value instanceof Map)) return fail('there is no state dict');
  const keys = unpickle(bytes, dict.end, allowed);
  const facts = new Map<string, StorageFact>();
  const entries = [...dict.value].map(([name, value]) => placed(name, value, facts));
  const storages = readStorages(bytes, { start: keys.end, keys: keys.value, facts });
  return new Map(
    entries.map(({ name, key, tensor }) => [
      name,
      { ...tensor, storage: storages.get(key) ?? fail(`tensor ${name} has no storage`) },
    ]),
  );
}
