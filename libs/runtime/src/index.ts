export { EnvironmentError } from './environment-error.ts';
export { openRuntime } from './open-runtime.ts';
export type { Runtime, RuntimeKind, RuntimeOptions, Tensorflow } from './runtime.ts';
