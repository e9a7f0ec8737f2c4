/** Element types in the order in which they are written, and the array each comes as. Half floats come as their bits. */
export const arrayTypes = {
  U64: BigUint64Array,
  I64: BigInt64Array,
  F64: Float64Array,
  F32: Float32Array,
  U32: Uint32Array,
  I32: Int32Array,
  BF16: Uint16Array,
  F16: Uint16Array,
  U16: Uint16Array,
  I16: Int16Array,
  I8: Int8Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
} as const;

export type SafetensorType = keyof typeof arrayTypes;

/** One tensor of a safetensors file: `data` in row-major order, as many elements as the product of `shape`. */
export type SafeTensor = {
  readonly dtype: SafetensorType;
  readonly shape: readonly number[];
  readonly data: InstanceType<(typeof arrayTypes)[SafetensorType]>;
};

export const metadataKey = '__metadata__';

/** Header length beyond which a file is refused, as in the reference implementation. */
export const longestHeader = 100_000_000;

/** Number of elements of a shape; NaN if it is no shape or more than can be counted exactly. */
export const elementCount = (shape: unknown): number => {
  if (!Array.isArray(shape)) return Number.NaN;
  let count = 1;
  let hasZero = false;
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0 || Object.is(size, -0)) return Number.NaN;
    if (size === 0) hasZero = true;
    else count *= size;
    if (!Number.isSafeInteger(count)) return Number.NaN;
  }
  return hasZero ? 0 : count;
};
