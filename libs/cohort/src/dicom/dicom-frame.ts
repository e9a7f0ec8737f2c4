import { type Decoded, decodeCodestream } from './decode-codestream.ts';
import { decodeRle } from './decode-rle.ts';
import { DicomError } from './dicom-error.ts';
import { frameBytes } from './frame-bytes.ts';
import { type PixelLayout, pixelLayout } from './pixel-layout.ts';
import type { DicomFile } from './read-dicom.ts';

/** One frame's stored values, decoded but not yet given a meaning. */
export interface DicomFrame {
  readonly layout: PixelLayout;
  /** `rows * columns * samples`, the samples of a pixel together, sign and stored bits taken into account. */
  readonly values: Int32Array;
  /** Red, green and blue already, whatever the file calls them. */
  readonly rgb: boolean;
}

export interface FrameOptions {
  /** Counting from 0; default 0, which must be declared where there are several. */
  readonly frame?: number;
  /** Default 64 million. */
  readonly maxPixels?: number;
}

const native = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.1.99'];
const rle = '1.2.840.10008.1.2.5';

/**
 * Decodes one frame: uncompressed, deflated, run lengths, JPEG baseline, JPEG-LS, JPEG 2000.
 *
 * @throws DicomError where there are no pixels, the frame is absent, or they cannot be decoded
 */
export async function dicomFrame(dicom: DicomFile, options: FrameOptions = {}): Promise<DicomFrame> {
  const { dataSet, file, transferSyntax } = dicom;
  const layout = pixelLayout(dataSet, file, options.maxPixels ?? 64e6);
  if (options.frame === undefined && layout.frames > 1) {
    throw new DicomError(file, 'unsupported', `holds ${layout.frames} frames`, 'say which, counting from 0');
  }
  const frame = options.frame ?? 0;
  if (!(Number.isInteger(frame) && frame >= 0 && frame < layout.frames)) {
    throw new DicomError(file, 'no_pixels', `has no frame ${frame} (frames: ${layout.frames})`);
  }
  const bytes = frameBytes(dataSet, layout, { frame, file });
  const { planar, bitsAllocated: bits } = layout;
  let decoded: Decoded;
  if (native.includes(transferSyntax)) decoded = { bytes, bits, planar, rgb: false };
  else if (transferSyntax === rle) {
    decoded = { bytes: decodeRle(bytes, layout, file), bits, planar: false, rgb: false };
  } else decoded = await decodeCodestream(bytes, layout, { transferSyntax, file });
  return { layout, values: storedValues(decoded, layout), rgb: decoded.rgb };
}

function storedValues({ bytes, bits, planar }: Decoded, layout: PixelLayout): Int32Array {
  const { rows, columns, samples, bitsStored, highBit, signed } = layout;
  const pixels = rows * columns;
  const values = new Int32Array(pixels * samples);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read =
    bits === 8
      ? (at: number) => bytes[at]!
      : bits === 16
        ? (at: number) => view.getUint16(at * 2, true)
        : (at: number) => view.getUint32(at * 4, true);
  const chroma = layout.photometric === 'YBR_FULL_422' && bytes.length === pixels * 2;
  const shift = bits === layout.bitsAllocated ? highBit + 1 - bitsStored : 0;
  const unused = 32 - bitsStored;
  for (let i = 0; i < values.length; i++) {
    const [pixel, sample] = [Math.floor(i / samples), i % samples];
    const at = chroma
      ? (pixel >> 1) * 4 + (sample === 0 ? pixel & 1 : 1 + sample)
      : planar
        ? sample * pixels + pixel
        : i;
    const raised = (read(at) >>> shift) << unused;
    values[i] = signed ? raised >> unused : raised >>> unused;
  }
  return values;
}
