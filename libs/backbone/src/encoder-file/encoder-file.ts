/** An encoder of images in a file of one's own, and how images are to be given to it. */
export interface EncoderFile {
  /** `model.json` of tfjs (layers or graph), a SavedModel's folder, or an `.onnx` file. */
  readonly path: string;
  /** Where the channels stand. Default: as the model's input shape says. */
  readonly layout?: 'nhwc' | 'nchw';
  /** What pixels 0 and 255 become. Default 0 and 1. */
  readonly range?: readonly [number, number];
  /** Taken away from each channel after `range`, red first. Default 0. */
  readonly mean?: readonly [number, number, number];
  /** By which each channel is divided after that. Default 1. */
  readonly std?: readonly [number, number, number];
  /** The output to be taken where there are several. */
  readonly output?: string;
  readonly name?: string;
  readonly licence?: string;
  readonly source?: string;
}

/** A sized input: null where any size is taken. */
export type InputShape = readonly (number | null)[];

/** A model that was loaded from a file, before anything is known about its layout. */
export interface LoadedEncoder {
  readonly input: { readonly shape: InputShape; readonly type: string };
  /** Features of pixels that are already scaled and in the model's layout, and their shape. */
  readonly run: (
    pixels: Float32Array,
    shape: readonly number[],
  ) => Promise<{ readonly values: Float32Array; readonly shape: readonly number[] }>;
  /** Of everything that was read. */
  readonly sha256: string;
  readonly dispose: () => void;
}
