import type { Runtime } from '@raredx/runtime';

/** What of the runtime changes the last bits of a feature: part of every encoder's hash. */
export const runtimeKey = ({ kind, device, versions }: Runtime): string =>
  `${kind} ${device} ${versions.tensorflow ?? versions.tfjs}`;
