import { EnvironmentError } from '@raredx/runtime';
import type { PinnedPackage } from '../src/provision/pinned-package.ts';
import { providePackage } from '../src/provision/provide-package.ts';

/** Why the tests of a pinned encoder cannot run here, or undefined: an offline machine that has never had its weights. */
export async function whyNot(pin: PinnedPackage): Promise<string | undefined> {
  try {
    await providePackage(pin);
    return undefined;
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message;
    throw error;
  }
}

/** Float32 values of a fixture. */
export const decoded = (base64: string): Float32Array =>
  new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);

export const greatestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let greatest = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < a.length; i++) greatest = Math.max(greatest, Math.abs(a[i] - b[i]));
  return greatest;
};
