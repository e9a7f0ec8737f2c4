import type { RgbImage } from '../images/rgb-image.ts';
import { rgbImage } from '../images/rgb-image.ts';
import { DicomError } from './dicom-error.ts';
import { type DicomFrame, dicomFrame, type FrameOptions } from './dicom-frame.ts';
import { type GreyWindow, rescaleOf, throughWindow, windowOf } from './grey-window.ts';
import { paletteOf } from './palette.ts';
import { type DicomFile, type DicomLimits, readDicom } from './read-dicom.ts';

export interface DicomImageOptions extends FrameOptions {
  /** `file` (default): the file's first window, else the whole range; `range`: darkest to brightest. */
  readonly window?: 'file' | 'range' | GreyWindow;
}

/**
 * A frame as it is looked at: rescaled, windowed, MONOCHROME1 turned over, palettes and YBR to RGB.
 *
 * @throws DicomError
 */
export async function dicomImage(dicom: DicomFile, options: DicomImageOptions = {}): Promise<RgbImage> {
  const frame = await dicomFrame(dicom, options);
  const { rows, columns, samples, photometric } = frame.layout;
  if (samples === 3) return rgbImage(columns, rows, colours(frame, dicom.file));
  if (photometric === 'PALETTE COLOR') {
    return rgbImage(columns, rows, paletteOf(dicom)(frame.values));
  }
  return rgbImage(columns, rows, greys(frame, dicom, options.window ?? 'file'));
}

/** Reads bytes and gives the frame as a picture: what the image loader calls for `.dcm`. */
export async function decodeDicomBytes(
  bytes: Uint8Array,
  file: string,
  options: DicomImageOptions & DicomLimits = {},
): Promise<RgbImage> {
  return dicomImage(readDicom(bytes, file, options), options);
}

/**
 * Modality values of a frame: stored values through rescale slope and intercept, for instance Hounsfield units.
 *
 * @throws DicomError where it is in colour
 */
export async function dicomValues(dicom: DicomFile, options: FrameOptions = {}): Promise<Float64Array> {
  const { values, layout } = await dicomFrame(dicom, options);
  if (layout.samples !== 1)
    throw new DicomError(dicom.file, 'unsupported', 'colours have no modality values');
  const { slope, intercept } = rescaleOf(dicom.dataSet);
  return Float64Array.from(values, (value) => value * slope + intercept);
}

function greys(
  { values, layout }: DicomFrame,
  { dataSet }: DicomFile,
  asked: 'file' | 'range' | GreyWindow,
): Uint8Array {
  const { slope, intercept } = rescaleOf(dataSet);
  const named = asked === 'file' ? windowOf(dataSet) : asked === 'range' ? undefined : asked;
  const window = named ?? rangeOf(values, slope, intercept);
  const inverted = layout.photometric === 'MONOCHROME1';
  const data = new Uint8Array(values.length * 3);
  for (let i = 0; i < values.length; i++) {
    const bright = Math.round(throughWindow(values[i]! * slope + intercept, window));
    data.fill(inverted ? 255 - bright : bright, i * 3, i * 3 + 3);
  }
  return data;
}

function rangeOf(values: Int32Array, slope: number, intercept: number): GreyWindow {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const ends = [low * slope + intercept, high * slope + intercept] as const;
  const width = Math.abs(ends[1] - ends[0]);
  return { shape: 'linear_exact', center: (ends[0] + ends[1]) / 2, width: width > 0 ? width : 1 };
}

function colours({ values, layout, rgb }: DicomFrame, file: string): Uint8Array {
  if (layout.bitsStored > 16 || layout.signed) {
    throw new DicomError(file, 'unsupported', 'colours of more than 16 bits, or with a sign');
  }
  const shift = Math.max(layout.bitsStored - 8, 0);
  if (rgb || layout.photometric === 'RGB') return Uint8Array.from(values, (value) => value >> shift);
  const data = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i += 3) {
    const [y, blue, red] = [
      values[i]! >> shift,
      (values[i + 1]! >> shift) - 128,
      (values[i + 2]! >> shift) - 128,
    ];
    data[i] = byte(y + 1.402 * red);
    data[i + 1] = byte(y - 0.344136 * blue - 0.714136 * red);
    data[i + 2] = byte(y + 1.772 * blue);
  }
  return data;
}

function byte(value: number): number {
  return Math.min(Math.max(Math.round(value), 0), 255);
}
