import type { DataSet } from 'dicom-parser';
import { DicomError } from './dicom-error.ts';
import { tagOf } from './read-dicom.ts';

/** What a file says about its pixels (PS3.3 C.7.6.3). */
export interface PixelLayout {
  readonly rows: number;
  readonly columns: number;
  readonly samples: 1 | 3;
  readonly photometric: string;
  readonly bitsAllocated: 8 | 16 | 32;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  /** Colours one plane after the other. */
  readonly planar: boolean;
  readonly frames: number;
}

const monochrome = ['MONOCHROME1', 'MONOCHROME2', 'PALETTE COLOR'];
const colour = ['RGB', 'YBR_FULL', 'YBR_FULL_422', 'YBR_ICT', 'YBR_RCT', 'YBR_PARTIAL_420'];

/**
 * Reads the layout and checks that its parts fit each other.
 *
 * @throws DicomError `no_pixels`, `damaged`, `unsupported` or `too_large`
 */
export function pixelLayout(dataSet: DataSet, file: string, maxPixels: number): PixelLayout {
  if (!dataSet.elements.x7fe00010) throw new DicomError(file, 'no_pixels', 'holds no pixels (7FE0,0010)');
  const required = (tag: string) => {
    const value = dataSet.uint16(tag);
    if (value === undefined) throw new DicomError(file, 'damaged', `${tagOf(tag)} is missing or empty`);
    return value;
  };
  const [rows, columns] = [required('x00280010'), required('x00280011')];
  const samples = dataSet.uint16('x00280002') ?? 1;
  const bitsAllocated = required('x00280100');
  const bitsStored = dataSet.uint16('x00280101') ?? bitsAllocated;
  const photometric = dataSet.string('x00280004') ?? '';
  const frames = Number(dataSet.string('x00280008') ?? 1);
  if (rows === 0 || columns === 0 || !Number.isInteger(frames) || frames < 1) {
    throw new DicomError(file, 'damaged', 'rows, columns or frames are not positive');
  }
  if (rows * columns > maxPixels) {
    throw new DicomError(file, 'too_large', `${columns} x ${rows} pixels are more than ${maxPixels}`);
  }
  const depth = bitsAllocated === 8 || bitsAllocated === 16 || bitsAllocated === 32;
  const known =
    samples === 1 ? monochrome.includes(photometric) : samples === 3 && colour.includes(photometric);
  if (!depth || !known) {
    const problem = `${samples} samples of ${bitsAllocated} bits, ${known ? photometric : 'photometric interpretation unknown'}`;
    throw new DicomError(file, 'unsupported', problem, 'convert it to MONOCHROME2 or RGB of 8 or 16 bits');
  }
  const highBit = dataSet.uint16('x00280102') ?? bitsStored - 1;
  if (bitsStored < 1 || bitsStored > bitsAllocated || highBit >= bitsAllocated || highBit < bitsStored - 1) {
    throw new DicomError(file, 'damaged', 'bits stored and high bit do not fit the bits allocated');
  }
  return {
    rows,
    columns,
    samples: samples as 1 | 3,
    photometric,
    bitsAllocated,
    bitsStored,
    highBit,
    signed: dataSet.uint16('x00280103') === 1,
    planar: dataSet.uint16('x00280006') === 1,
    frames,
  };
}
