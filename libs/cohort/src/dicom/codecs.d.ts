declare module '@cornerstonejs/codec-*' {
  interface Decoder {
    getEncodedBuffer(length: number): Uint8Array;
    getDecodedBuffer(): Uint8Array;
    decode(): void;
    getFrameInfo(): {
      readonly width: number;
      readonly height: number;
      readonly bitsPerSample: number;
      readonly componentCount: number;
      readonly isSigned?: boolean;
    };
    getInterleaveMode?(): number;
    delete(): void;
  }
  type DecoderClass = new () => Decoder;
  const load: (
    options?: object,
  ) => Promise<Record<'JpegLSDecoder' | 'J2KDecoder' | 'JPEGDecoder', DecoderClass>>;
  // biome-ignore lint/style/noDefaultExport: the packages are CommonJS
  export default load;
}
