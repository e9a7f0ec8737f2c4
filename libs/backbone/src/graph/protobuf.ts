/** A field of a protocol buffer message, encoded. */
export type Field = Uint8Array;

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};

const varint = (value: number | bigint): Uint8Array => {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Uint8Array.from(bytes);
};

const tag = (number: number, wire: number) => varint(number * 8 + wire);

export const integerField = (number: number, value: number | bigint): Field =>
  joined([tag(number, 0), varint(value)]);

export const floatField = (number: number, value: number): Field =>
  joined([tag(number, 5), new Uint8Array(Float32Array.of(value).buffer)]);

export const bytesField = (number: number, value: Uint8Array | string): Field => {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return joined([tag(number, 2), varint(bytes.length), bytes]);
};

/** A message within a message. */
export const messageField = (number: number, ...fields: readonly Field[]): Field =>
  bytesField(number, joined(fields));

export const message = (...fields: readonly Field[]): Uint8Array => joined(fields);
