import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';

/**
 * Bytes as text for the page: deflated by fflate, which gives the same bytes on every platform, then base64.
 *
 * @example unpackBytes(packBytes(Uint8Array.of(1, 2, 3))) // => Uint8Array.of(1, 2, 3)
 */
export function packBytes(bytes: Uint8Array): string {
  return btoa(strFromU8(deflateSync(bytes, { level: 9 }), true));
}

/** @throws where the text is not what `packBytes` gives */
export function unpackBytes(text: string): Uint8Array {
  return inflateSync(strToU8(atob(text), true));
}

/**
 * Doubles, every bit of them. The bytes of like weight stand together, low ones first: exponents then repeat.
 *
 * @example unpackDoubles(packDoubles(Float64Array.of(0.1, 1))) // => Float64Array.of(0.1, 1)
 */
export function packDoubles(values: Float64Array): string {
  const { length } = values;
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  const planes = new Uint8Array(8 * length);
  const ordered = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < length; i++) {
    ordered.setFloat64(0, values[i] as number, true);
    for (let byte = 0; byte < 8; byte++) planes[byte * length + i] = ordered.getUint8(byte);
  }
  return view.byteLength === 0 ? '' : packBytes(planes);
}

export function unpackDoubles(text: string): Float64Array {
  if (text === '') return new Float64Array(0);
  const planes = unpackBytes(text);
  const length = planes.length / 8;
  const view = new DataView(new ArrayBuffer(8 * length));
  for (let i = 0; i < length; i++) {
    for (let byte = 0; byte < 8; byte++) view.setUint8(8 * i + byte, planes[byte * length + i] as number);
  }
  return Float64Array.from({ length }, (_, i) => view.getFloat64(8 * i, true));
}

export function packJson(value: unknown): string {
  return packBytes(strToU8(JSON.stringify(value)));
}

export function unpackJson<T>(text: string): T {
  return JSON.parse(strFromU8(unpackBytes(text))) as T;
}
