import type { DataSet } from 'dicom-parser';
import { DicomError } from './dicom-error.ts';
import type { DicomFile } from './read-dicom.ts';

interface Table {
  readonly first: number;
  readonly entries: Uint8Array;
}

/**
 * The file's palette (PS3.3 C.7.9) as a function from stored values to RGB bytes. Values below or above the table take
 * its first or last entry.
 *
 * @throws DicomError where a table is missing, segmented, or shorter than it says
 */
export function paletteOf({ dataSet, file }: DicomFile): (values: Int32Array) => Uint8Array {
  const tables = [1, 2, 3].map((colour) => tableOf(dataSet, file, colour));
  return (values) => {
    const data = new Uint8Array(values.length * 3);
    tables.forEach(({ first, entries }, channel) => {
      for (let i = 0; i < values.length; i++) {
        const entry = Math.min(Math.max(values[i]! - first, 0), entries.length - 1);
        data[i * 3 + channel] = entries[entry]!;
      }
    });
    return data;
  };
}

function tableOf(dataSet: DataSet, file: string, colour: number): Table {
  const [descriptor, data] = [`x0028110${colour}`, `x0028120${colour}`];
  const element = dataSet.elements[data];
  const [count, first, bits] = [0, 1, 2].map((index) => dataSet.uint16(descriptor, index));
  if (element === undefined || count === undefined || first === undefined || bits === undefined) {
    throw new DicomError(file, 'damaged', 'the palette is missing or segmented');
  }
  const entries = count === 0 ? 65536 : count;
  const bytes = dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  // Eight-bit tables come packed, or, from older machines, one entry in a word.
  const words = bytes.length >= entries * 2;
  if (!words && (bits !== 8 || bytes.length < entries)) {
    throw new DicomError(file, 'damaged', 'the palette is shorter than it says');
  }
  return {
    first: dataSet.uint16('x00280103') === 1 ? (first << 16) >> 16 : first,
    entries: Uint8Array.from({ length: entries }, (_, i) =>
      words ? bytes[i * 2 + (bits === 8 ? 0 : 1)]! : bytes[i]!,
    ),
  };
}
