import { expect } from 'vitest';

/** Equal but for a relative difference; the message shows both. */
export function expectRelative(got: number, expected: number, tolerance: number, what = 'value'): void {
  const off = Math.abs(got - expected) / Math.max(Math.abs(expected), 1e-300);
  expect(off, `${what}: got ${got}, expected ${expected}, relative difference ${off}`).toBeLessThanOrEqual(
    tolerance,
  );
}
