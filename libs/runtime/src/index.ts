export { type Diagnosis, diagnose } from './diagnose.ts';
export type { Finding } from './diagnosis.ts';
export { EnvironmentError } from './environment-error.ts';
export { openRuntime } from './open-runtime.ts';
export { readSafetensors } from './read-safetensors.ts';
export type { Runtime, RuntimeKind, RuntimeOptions, Tensorflow } from './runtime.ts';
export type { SafeTensor, SafetensorType } from './safetensors.ts';
export { writeSafetensors } from './write-safetensors.ts';
