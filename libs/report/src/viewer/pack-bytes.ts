import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';

/** Bytes as text for the page: deflated by fflate, which gives the same bytes on every platform, then base64. */
export function packBytes(bytes: Uint8Array): string {
  return btoa(strFromU8(deflateSync(bytes, { level: 9 }), true));
}

/** @throws where the text is not what `packBytes` gives */
export function unpackBytes(text: string): Uint8Array {
  return inflateSync(strToU8(atob(text), true));
}

/** Bytes of like weight stand together, low ones first: those of high weight repeat. */
function planesOf(length: number, width: number, byteOf: (at: number, byte: number) => number): Uint8Array {
  const planes = new Uint8Array(width * length);
  for (let byte = 0; byte < width; byte++) {
    for (let at = 0; at < length; at++) planes[byte * length + at] = byteOf(at, byte);
  }
  return planes;
}

function packPlain(values: Float64Array): string {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  for (const [at, value] of values.entries()) view.setFloat64(8 * at, value, true);
  return packBytes(planesOf(values.length, 8, (at, byte) => view.getUint8(8 * at + byte)));
}

function unpackPlain(text: string): Float64Array {
  const planes = unpackBytes(text);
  const length = planes.length / 8;
  const view = new DataView(new ArrayBuffer(8 * length));
  for (let at = 0; at < length; at++) {
    for (let byte = 0; byte < 8; byte++) view.setUint8(8 * at + byte, planes[byte * length + at] as number);
  }
  return Float64Array.from({ length }, (_, at) => view.getFloat64(8 * at, true));
}

/** Codes below 2^24. */
export function packCodes(codes: ArrayLike<number>): string {
  return packBytes(planesOf(codes.length, 3, (at, byte) => ((codes[at] as number) >> (8 * byte)) & 255));
}

export function unpackCodes(text: string): Uint32Array {
  const planes = unpackBytes(text);
  const length = planes.length / 3;
  const part = (at: number, byte: number) => (planes[byte * length + at] as number) << (8 * byte);
  return Uint32Array.from({ length }, (_, at) => part(at, 0) | part(at, 1) | part(at, 2));
}

/** Doubles, every bit of them. Where many are equal, each once and a code a value. */
export function packDoubles(values: Float64Array): string {
  const distinct = Float64Array.from(new Set(values)).sort();
  const mayShare = distinct.length < 0.8 * values.length && !values.some((value) => Object.is(value, -0));
  if (!mayShare) return packPlain(values);
  const codeOf = new Map(Array.from(distinct, (value, code) => [value, code]));
  const codes = Array.from(values, (value) => codeOf.get(value) as number);
  return `${packPlain(distinct)}.${packCodes(codes)}`;
}

export function unpackDoubles(text: string): Float64Array {
  const [levels = '', codes] = text.split('.');
  const values = unpackPlain(levels);
  return codes === undefined
    ? values
    : Float64Array.from(unpackCodes(codes), (code) => values[code] as number);
}

export function packJson(value: unknown): string {
  return packBytes(strToU8(JSON.stringify(value)));
}

export function unpackJson<T>(text: string): T {
  return JSON.parse(strFromU8(unpackBytes(text))) as T;
}
