import { setImmediate } from 'node:timers/promises';

/** Lets signals and timers through between epochs: Ctrl-C must not wait for a fit to end. */
export function breathe(): Promise<void> {
  return setImmediate();
}
