import { inflateRawSync } from 'node:zlib';
import dicomParser, { type ByteArrayParser, type DataSet } from 'dicom-parser';
import { DicomError } from './dicom-error.ts';

/** Bounds within which a file is read. */
export interface DicomLimits {
  /** Largest file, also after inflation, in bytes; default 512 MiB. */
  readonly maxBytes?: number;
  /** Most elements, items included; default 200,000. */
  readonly maxElements?: number;
}

/** A file's elements, checked: every value lies inside the file. */
export interface DicomFile {
  readonly file: string;
  readonly transferSyntax: string;
  /** Elements with their places in `dataSet.byteArray`. */
  readonly dataSet: DataSet;
}

/** A class at run time, of which the package declares only the shape. */
const { DataSet: DataSetClass } = dicomParser as unknown as {
  readonly DataSet: new (parser: ByteArrayParser, bytes: Uint8Array, elements: object) => DataSet;
};

const deepest = 32;
const deflated = '1.2.840.10008.1.2.1.99';
const bigEndian = '1.2.840.10008.1.2.2';
const implicit = '1.2.840.10008.1.2';

/**
 * Reads the elements of a DICOM file (Part 10). dicom-parser reads them; around it stand a budget of elements, so that
 * millions of empty ones or an endless item cost no more than a moment, and a check that lengths do not lie.
 *
 * @param file how errors name it
 * @throws DicomError
 */
export function readDicom(bytes: Uint8Array, file: string, limits: DicomLimits = {}): DicomFile {
  const { maxBytes = 2 ** 29, maxElements = 200_000 } = limits;
  if (bytes.length === 0)
    throw new DicomError(file, 'empty', 'the file is empty (0 bytes)', 'fetch it again');
  if (bytes.length > maxBytes) {
    throw new DicomError(file, 'too_large', `${bytes.length} bytes are more than ${maxBytes}`);
  }
  if (bytes.length < 132 || Buffer.from(bytes.subarray(128, 132)).toString('latin1') !== 'DICM') {
    throw new DicomError(
      file,
      'not_dicom',
      'no DICM at byte 128',
      'only files with the Part 10 header are read',
    );
  }
  const read = guarded(file, () => {
    const meta = dicomParser.readPart10Header(bytes) as DataSet & { position: number };
    const transferSyntax = meta.string('x00020010') ?? '';
    const source = transferSyntax === deflated ? inflated(bytes, meta.position, { file, maxBytes }) : bytes;
    const dataSet = elementsOf(source, meta.position, { transferSyntax, file, maxElements });
    Object.assign(dataSet.elements, meta.elements);
    return { transferSyntax, dataSet };
  });
  checkPlaces(read.dataSet, { file, maxElements });
  return { file, ...read };
}

interface Place {
  readonly file: string;
  readonly transferSyntax: string;
  readonly maxElements: number;
}

function elementsOf(
  bytes: Uint8Array,
  position: number,
  { file, transferSyntax, maxElements }: Place,
): DataSet {
  if (transferSyntax === bigEndian) {
    throw new DicomError(
      file,
      'unsupported',
      'big-endian (retired in 2006)',
      'convert it, as with dcmconv +te',
    );
  }
  const parser = dicomParser.littleEndianByteArrayParser;
  const stream = new dicomParser.ByteStream(parser, bytes, position);
  // Every element and item begins with its tag, two of these reads; peeking at the next one doubles them.
  let budget = maxElements * 8;
  const readUint16 = stream.readUint16.bind(stream);
  stream.readUint16 = () => {
    if (budget-- <= 0) throw new DicomError(file, 'too_large', `more than ${maxElements} elements`);
    return readUint16();
  };
  const dataSet = new DataSetClass(parser, bytes, {});
  if (transferSyntax === implicit) dicomParser.parseDicomDataSetImplicit(dataSet, stream);
  else dicomParser.parseDicomDataSetExplicit(dataSet, stream);
  return dataSet;
}

function inflated(
  bytes: Uint8Array,
  position: number,
  { file, maxBytes }: { readonly file: string; readonly maxBytes: number },
): Uint8Array {
  try {
    const body = inflateRawSync(bytes.subarray(position), { maxOutputLength: maxBytes });
    return Buffer.concat([bytes.subarray(0, position), body]);
  } catch {
    throw new DicomError(file, 'damaged', 'the deflated part is damaged, or inflates beyond the limit');
  }
}

/** dicom-parser throws strings, objects and whatever a wrong offset leads to. */
function guarded<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DicomError) throw error;
    if (error instanceof RangeError && /call stack/i.test(error.message)) throw tooDeep(file);
    throw new DicomError(
      file,
      'damaged',
      'the elements are cut short or damaged',
      'fetch or export it again',
    );
  }
}

function tooDeep(file: string): DicomError {
  return new DicomError(file, 'too_deep', `sequences nest deeper than ${deepest}`);
}

/** The parser seeks beyond the end without complaint: a value outside the file is found here. */
function checkPlaces(
  whole: DataSet,
  { file, maxElements }: { readonly file: string; readonly maxElements: number },
): void {
  const size = whole.byteArray.length;
  const open = [{ dataSet: whole, depth: 0 }];
  let count = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.depth > deepest) throw tooDeep(file);
    for (const element of Object.values(next.dataSet.elements)) {
      if (++count > maxElements) throw new DicomError(file, 'too_large', `more than ${maxElements} elements`);
      const lies = !(element.length >= 0) || element.dataOffset + element.length > size;
      if (lies)
        throw new DicomError(file, 'damaged', `the length of ${tagOf(element.tag)} reaches beyond the file`);
      for (const { dataSet } of element.items ?? [])
        if (dataSet) open.push({ dataSet, depth: next.depth + 1 });
    }
  }
}

/** `x00280010` as people write it: `(0028,0010)`. */
export function tagOf(tag: string): string {
  return `(${tag.slice(1, 5)},${tag.slice(5, 9)})`.toUpperCase();
}
