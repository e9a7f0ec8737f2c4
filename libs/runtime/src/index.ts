export { type Diagnosis, diagnose } from './diagnose.ts';
export type { Finding } from './diagnosis.ts';
export { EnvironmentError } from './environment-error.ts';
export { openRuntime } from './open-runtime.ts';
export { readSafetensors } from './read-safetensors.ts';
export type { Runtime, RuntimeKind, RuntimeOptions, Tensorflow } from './runtime.ts';
export type { SafeTensor, SafetensorType } from './safetensors.ts';
export { type Normalised, normaliseBatch } from './step/batch-norm.ts';
export { fuseLayers } from './step/fuse-layers.ts';
export { keyedDropout } from './step/keyed-dropout.ts';
export { openTrainingStep } from './step/open-training-step.ts';
export type { OptimizerKind, OptimizerSettings } from './step/optimizer-settings.ts';
export type {
  LearningRate,
  OptimizerState,
  StateTensor,
  TrainingStep,
  TrainingStepOptions,
} from './step/training-step.ts';
export { writeSafetensors } from './write-safetensors.ts';
