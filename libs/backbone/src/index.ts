export type { Backbone, BackboneCard, ImageBackbone, TextBackbone } from './backbone.ts';
export {
  type EmbeddingProgress,
  type EmbedThroughCacheOptions,
  embedThroughCache,
} from './cache/embed-through-cache.ts';
export { type FeatureStore, openFeatureStore } from './cache/feature-store.ts';
export type { EncoderFile } from './encoder-file/encoder-file.ts';
export type { FeatureTable } from './feature-table.ts';
export { encoderPixels } from './image/encoder-pixels.ts';
export type { ImageFit, ImageSize } from './image/image-size.ts';
export { resizedPixels } from './image/resized-pixels.ts';
export { type BackboneOptions, openBackbone } from './open-backbone.ts';
export {
  efficientnetLite0Package,
  miniLmPackage,
  type PinnedFile,
  type PinnedPackage,
} from './provision/pinned-package.ts';
export { type ProvideOptions, providePackage } from './provision/provide-package.ts';
export { averageViews, type EmbedViewsOptions, embedViews, type NamedImage } from './views/embed-views.ts';
export {
  augmentedView,
  grayWorldView,
  mirrorView,
  plainView,
  reinhardView,
  rightAngleViews,
  type View,
} from './views/view.ts';
export { readTorchWeights } from './weights/read-torch-weights.ts';
export { permuted, type StridedTensor } from './weights/strided-tensor.ts';
