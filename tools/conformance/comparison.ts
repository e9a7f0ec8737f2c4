import { type Difference, difference } from './difference.ts';
import { madeBy, type Reference } from './reference.ts';

/** Got from us, expected by the reference. */
export type Pair = readonly [got: unknown, expected: unknown];

/** One line of the conformance page. */
export interface Comparison {
  /** Exported name, and what of it where not all is compared. */
  readonly name: string;
  readonly from: Reference;
  /** Package that made these numbers, where the file holds those of several. */
  readonly by?: string;
  /** `iterative` where either side stops when it is near enough. */
  readonly kind: 'closed form' | 'iterative';
  readonly tolerance: number;
  /** Differences from expected numbers smaller than this are relative to it. @default 0 */
  readonly floor?: number;
  /** Why the tolerance is wider than its kind asks for. */
  readonly why?: string;
  readonly cases: () => Iterable<Pair>;
}

export interface Measured extends Difference {
  readonly name: string;
  readonly path: string;
  readonly by: string;
  readonly kind: Comparison['kind'];
  readonly cases: number;
  readonly tolerance: number;
  readonly why: string | null;
}

export function measured({ name, from, by, kind, tolerance, floor = 0, why, cases }: Comparison): Measured {
  let count = 0;
  let numbers = 0;
  let largest = 0;
  for (const [got, expected] of cases()) {
    const found = difference(got, expected, floor);
    if (found.numbers === 0) continue;
    count++;
    numbers += found.numbers;
    largest = Math.max(largest, found.largest);
  }
  const source = { name, path: from.path, by: madeBy(from, by), kind };
  return { ...source, cases: count, numbers, largest, tolerance, why: why ?? null };
}
