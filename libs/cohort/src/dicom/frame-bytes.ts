import dicomParser, { type DataSet, type Element } from 'dicom-parser';
import { DicomError } from './dicom-error.ts';
import type { PixelLayout } from './pixel-layout.ts';

/**
 * The bytes of one frame as they lie in the file, still encoded where the transfer syntax encodes.
 *
 * @throws DicomError `damaged` where the file ends before the frame does
 */
export function frameBytes(
  dataSet: DataSet,
  layout: PixelLayout,
  { frame, file }: { readonly frame: number; readonly file: string },
): Uint8Array {
  const element = dataSet.elements.x7fe00010 as Element;
  if (element.encapsulatedPixelData === true) return encoded(dataSet, element, { layout, frame, file });
  const { rows, columns, samples, bitsAllocated, photometric } = layout;
  // Chroma of every second pixel only: two bytes a pixel instead of three.
  const perPixel = photometric === 'YBR_FULL_422' && bitsAllocated === 8 ? 2 : (samples * bitsAllocated) / 8;
  const size = rows * columns * perPixel;
  const start = element.dataOffset + frame * size;
  if (start + size > element.dataOffset + element.length) {
    throw new DicomError(file, 'damaged', `the pixels end before frame ${frame} does`);
  }
  return dataSet.byteArray.subarray(start, start + size);
}

interface Wanted {
  readonly layout: PixelLayout;
  readonly frame: number;
  readonly file: string;
}

function encoded(dataSet: DataSet, element: Element, { layout, frame, file }: Wanted): Uint8Array {
  const { fragments = [], basicOffsetTable = [] } = element;
  if (fragments.length === 0) throw new DicomError(file, 'damaged', 'the encoded pixels have no fragments');
  const size = dataSet.byteArray.length;
  if (fragments.some(({ position, length }) => position + length > size)) {
    throw new DicomError(file, 'damaged', 'a fragment reaches beyond the file');
  }
  try {
    if (layout.frames === 1) {
      return dicomParser.readEncapsulatedPixelDataFromFragments(dataSet, element, 0, fragments.length);
    }
    if (basicOffsetTable.length > 0) return dicomParser.readEncapsulatedImageFrame(dataSet, element, frame);
    if (fragments.length === layout.frames) {
      return dicomParser.readEncapsulatedPixelDataFromFragments(dataSet, element, frame, 1);
    }
  } catch {
    throw new DicomError(file, 'damaged', `frame ${frame} cannot be put together from its fragments`);
  }
  const problem = `${fragments.length} fragments for ${layout.frames} frames, and no offset table`;
  throw new DicomError(file, 'unsupported', problem, 'write it again with a basic offset table');
}
