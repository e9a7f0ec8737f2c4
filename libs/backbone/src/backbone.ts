import type { RgbImage } from '@raredx/cohort';
import type { LayersModel } from '@tensorflow/tfjs';
import type { FeatureTable } from './feature-table.ts';
import type { ImageSize } from './image/image-size.ts';

/** What is to be said about an encoder in a pack. */
export interface BackboneCard {
  readonly name: string;
  readonly licence: string;
  readonly source: string;
  /** Of the weights. */
  readonly sha256: string;
  readonly width: number;
  readonly preprocessing: string;
  /** Trainable numbers; null where the file does not tell. */
  readonly parameters: number | null;
}

interface Encoder<Input> {
  readonly name: string;
  /** Changes with whatever changes a feature: weights, preprocessing, size, runtime. 64 hexadecimal digits. */
  readonly hash: string;
  /** Features a row. */
  readonly width: number;
  /** Frozen features, one row an input in the order given. What else is in the batch changes no bit of a row. */
  readonly embed: (batch: readonly Input[]) => Promise<FeatureTable>;
  readonly describe: () => BackboneCard;
  readonly dispose: () => void;
}

/** An encoder of images. */
export interface ImageBackbone extends Encoder<RgbImage> {
  readonly kind: 'image';
  /** What images are resized to. */
  readonly inputSize: ImageSize;
  /** Names of the layers of `layersModel` in blocks from the input to the features; empty where there is none. */
  readonly blocks: readonly (readonly string[])[];
  /** The layer whose activations a class activation map reads. */
  readonly lastConvolution?: string;
  /**
   * The encoder as a tfjs model for fine-tuning, BatchNorm as layers of its own: (batch, height, width, 3) of float pixels
   * 0 to 255 → (batch, width). Each call makes a new one, which is the caller's to dispose.
   */
  readonly layersModel?: () => LayersModel;
}

/** An encoder of texts. */
export interface TextBackbone extends Encoder<string> {
  readonly kind: 'text';
}

export type Backbone = ImageBackbone | TextBackbone;
