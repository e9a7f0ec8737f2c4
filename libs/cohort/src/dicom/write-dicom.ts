import type { Element } from 'dicom-parser';

/** An element to be written; `items` where it is a sequence, `fragments` where it is encoded pixels. */
export interface WrittenElement {
  /** As dicom-parser spells it: `x00100010`. */
  readonly tag: string;
  readonly vr: string;
  readonly value: Uint8Array;
  readonly items?: readonly (readonly WrittenElement[])[];
  readonly fragments?: readonly Uint8Array[];
}

/** Value representations whose length takes four bytes. */
const long = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const endless = 0xffffffff;

/** Elements in order of their tags, little-endian, with value representations unless implicit. */
export function writtenElements(elements: readonly WrittenElement[], implicit: boolean): Buffer {
  const sorted = [...elements].sort((a, b) => (a.tag < b.tag ? -1 : 1));
  return Buffer.concat(sorted.flatMap((element) => one(element, implicit)));
}

function one({ tag, vr, value, items, fragments }: WrittenElement, implicit: boolean): Uint8Array[] {
  if (fragments !== undefined) {
    const parts = fragments.flatMap((fragment) => [item('xfffee000', fragment.length), padded(fragment, 0)]);
    return [head(tag, vr, { length: endless, implicit }), ...parts, item('xfffee0dd', 0)];
  }
  if (items !== undefined) {
    const bodies = items.map((elements) => writtenElements(elements, implicit));
    const content = Buffer.concat(bodies.flatMap((body) => [item('xfffee000', body.length), body]));
    return [head(tag, 'SQ', { length: content.length, implicit }), content];
  }
  const even = padded(value, /^(UI|O.|UN)$/.test(vr) ? 0 : 0x20);
  return [head(tag, vr, { length: even.length, implicit }), even];
}

function head(
  tag: string,
  vr: string,
  { length, implicit }: { readonly length: number; readonly implicit: boolean },
): Buffer {
  if (implicit) return item(tag, length);
  const bytes = Buffer.alloc(long.has(vr) ? 12 : 8);
  writeTag(bytes, tag);
  bytes.write(vr, 4, 'latin1');
  if (long.has(vr)) bytes.writeUInt32LE(length, 8);
  else bytes.writeUInt16LE(length, 6);
  return bytes;
}

function item(tag: string, length: number): Buffer {
  const bytes = Buffer.alloc(8);
  writeTag(bytes, tag);
  bytes.writeUInt32LE(length + (length === endless ? 0 : length % 2), 4);
  return bytes;
}

function writeTag(bytes: Buffer, tag: string): void {
  bytes.writeUInt16LE(Number.parseInt(tag.slice(1, 5), 16), 0);
  bytes.writeUInt16LE(Number.parseInt(tag.slice(5, 9), 16), 2);
}

/** Values have even lengths. */
function padded(value: Uint8Array, filler: number): Uint8Array {
  return value.length % 2 === 0 ? value : Buffer.concat([value, Uint8Array.of(filler)]);
}

/** Offset table and fragments of encoded pixels, as they lie in a file. */
export function pixelFragments(
  bytes: Uint8Array,
  { basicOffsetTable = [], fragments = [] }: Element,
): Uint8Array[] {
  const table = Buffer.alloc(basicOffsetTable.length * 4);
  basicOffsetTable.forEach((offset, index) => {
    table.writeUInt32LE(offset, index * 4);
  });
  return [table, ...fragments.map(({ position, length }) => bytes.subarray(position, position + length))];
}
