import { codestreamSize } from './codestream-size.ts';
import { DicomError } from './dicom-error.ts';
import type { PixelLayout } from './pixel-layout.ts';

/** What a codec gives back: samples of a pixel together, or planes one after the other. */
export interface Decoded {
  readonly bytes: Uint8Array;
  /** Of the samples in `bytes`: 8 or 16. */
  readonly bits: number;
  readonly planar: boolean;
  /** The codec turned luminance and chroma into red, green and blue. */
  readonly rgb: boolean;
}

/** Transfer syntaxes with a codec, by what follows `1.2.840.10008.1.2.4.`. */
const codecs = {
  '50': 'JPEGDecoder',
  '80': 'JpegLSDecoder',
  '81': 'JpegLSDecoder',
  '90': 'J2KDecoder',
  '91': 'J2KDecoder',
} as const;
type CodecName = (typeof codecs)[keyof typeof codecs];

/** Each runs in WebAssembly: memory errors of the C code stay in its own memory. */
const packages: Readonly<Record<CodecName, () => Promise<{ default: unknown }>>> = {
  JPEGDecoder: () => import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs'),
  JpegLSDecoder: () => import('@cornerstonejs/codec-charls/decodewasmjs'),
  J2KDecoder: () => import('@cornerstonejs/codec-openjpeg/decodewasmjs'),
};

interface Decoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  decode(): void;
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
  getInterleaveMode?(): number;
  delete(): void;
}
type Codec = Readonly<Record<CodecName, new () => Decoder>>;

const loaded = new Map<CodecName, Promise<Codec>>();

/**
 * Decodes a JPEG baseline, JPEG-LS or JPEG 2000 frame. The stream's own size is compared with the file's before a codec
 * sees it, so that a lying stream cannot ask for memory.
 *
 * @throws DicomError `unsupported` or `damaged`
 */
export async function decodeCodestream(
  encoded: Uint8Array,
  layout: PixelLayout,
  { transferSyntax, file }: { readonly transferSyntax: string; readonly file: string },
): Promise<Decoded> {
  const ending = /^1\.2\.840\.10008\.1\.2\.4\.(\d+)$/.exec(transferSyntax)?.[1] ?? '';
  const name = codecs[ending as keyof typeof codecs];
  if (name === undefined) {
    const advice = 'convert it, as with dcmdjpeg or gdcmconv --raw';
    throw new DicomError(
      file,
      'unsupported',
      `no decoder for transfer syntax ${printable(transferSyntax)}`,
      advice,
    );
  }
  const size = codestreamSize(encoded);
  if (size?.width !== layout.columns || size.height !== layout.rows) {
    throw new DicomError(file, 'damaged', 'the encoded picture has another size than the file says');
  }
  const codec = await opened(name);
  try {
    return decodedBy(new codec[name](), encoded, { layout, name });
  } catch {
    // A codec that failed may be left in any state: the next frame gets a fresh one.
    loaded.delete(name);
    throw new DicomError(file, 'damaged', 'the encoded picture is cut short or damaged', 'fetch it again');
  }
}

function opened(name: CodecName): Promise<Codec> {
  const known = loaded.get(name);
  if (known) return known;
  const quiet = { print: () => {}, printErr: () => {} };
  const fresh = packages[name]().then(({ default: load }) =>
    (load as (options: object) => Promise<Codec>)(quiet),
  );
  loaded.set(name, fresh);
  return fresh;
}

function decodedBy(
  decoder: Decoder,
  encoded: Uint8Array,
  { layout, name }: { readonly layout: PixelLayout; readonly name: CodecName },
): Decoded {
  try {
    decoder.getEncodedBuffer(encoded.length).set(encoded);
    decoder.decode();
    const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
    const bits = bitsPerSample <= 8 ? 8 : 16;
    const bytes = decoder.getDecodedBuffer().slice();
    const wanted = width * height * componentCount * (bits / 8);
    if (width !== layout.columns || height !== layout.rows || componentCount !== layout.samples) {
      throw new RangeError('another shape');
    }
    if (bytes.length < wanted || bitsPerSample > layout.bitsAllocated) throw new RangeError('too short');
    return {
      bytes: bytes.subarray(0, wanted),
      bits,
      planar: name === 'JpegLSDecoder' && componentCount > 1 && decoder.getInterleaveMode?.() === 0,
      rgb: name === 'JPEGDecoder' || (name === 'J2KDecoder' && layout.photometric !== 'YBR_FULL'),
    };
  } finally {
    decoder.delete();
  }
}

function printable(uid: string): string {
  return /^[\d.]{1,64}$/.test(uid) ? uid : '(not a uid)';
}
