import { ImageError } from './image-error.ts';

/** A numpy array as bytes, in C order. */
export interface NumpyArray {
  readonly shape: readonly number[];
  /** `u1` is a byte; `i8` eight bytes with sign. */
  readonly type: 'u1' | 'i1' | 'u2' | 'i2' | 'u4' | 'i4' | 'u8' | 'i8';
  readonly bytes: Uint8Array;
}

/**
 * Reads one `.npy`: format 1 to 3, little-endian whole numbers, C order. Pickled objects are refused, not run.
 *
 * @throws ImageError where it is anything else, or shorter than its shape
 */
export function parseNpy(file: Uint8Array, where: string): NumpyArray {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const magic = Buffer.from(file.subarray(0, 6)).toString('latin1');
  if (magic !== '\x93NUMPY' || file.length < 12)
    throw damaged(where, 'holds something that is no numpy array');
  const long = (file[6] as number) >= 2;
  const start = long ? 12 : 10;
  const length = long ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length > 65536 || start + length > file.length) throw damaged(where, 'an array is cut short');
  const header = Buffer.from(file.subarray(start, start + length)).toString('latin1');
  const type = /'descr': '[|<]([ui][1248])'/.exec(header)?.[1] as NumpyArray['type'] | undefined;
  const order = /'fortran_order': (True|False)/.exec(header)?.[1];
  const shape = /'shape': \(([\d, ]*)\)/.exec(header)?.[1];
  if (type === undefined || order !== 'False' || shape === undefined) {
    throw new ImageError(
      where,
      'unsupported',
      'an array is not of whole numbers in C order',
      'save it as uint8',
    );
  }
  const sizes = shape
    .split(',')
    .filter((size) => size.trim() !== '')
    .map(Number);
  const count = sizes.reduce((product, size) => product * size, 1) * Number(type[1]);
  const bytes = file.subarray(start + length);
  if (!Number.isSafeInteger(count) || bytes.length < count) throw damaged(where, 'an array is cut short');
  return { shape: sizes, type, bytes: bytes.subarray(0, count) };
}

function damaged(where: string, problem: string): ImageError {
  return new ImageError(where, 'damaged', problem, 'fetch it again');
}
