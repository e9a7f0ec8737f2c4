import { alignedLikeness } from './aligned-likeness.ts';
import type { ImagePrint } from './image-print.ts';
import { bestPlace, type Candidate, transposedDescriptor } from './window-candidates.ts';

/** Two pictures that are one. */
export interface DuplicatePair {
  /** Positions among the prints; `first` is the smaller. */
  readonly first: number;
  readonly second: number;
  /** `exact`: every pixel is the same. `near`: mirrored, turned, cropped, resized, re-encoded or recoloured. */
  readonly kind: 'exact' | 'near';
  /** Correlation in detail at the best alignment; 1 for exact ones. */
  readonly likeness: number;
}

export interface DuplicateOptions {
  /**
   * Likeness in detail from which two pictures are called one; default 0.97, and 0.92 where a side has fewer than 64
   * pixels: an encoder changes more of the detail of those.
   */
  readonly likeness?: number;
  /** Coarse fit from which a pair is compared in detail; default 0.75. */
  readonly fit?: number;
  /** Pairs compared in detail for each picture, best first; default 5. 0: only exact copies. */
  readonly candidates?: number;
}

/**
 * Finds copies among pictures: the same pixels by their hash; mirrored, turned by right angles, cropped (to 80 % of a
 * side at the least), resized or re-encoded ones by coarse cosine terms and then detail. Every picture is compared
 * with every other: 1,000 take some twenty seconds, and ten times as many a hundred times as long.
 */
export function findDuplicateImages(
  prints: readonly ImagePrint[],
  { likeness: given, fit = 0.75, candidates = 5 }: DuplicateOptions = {},
): DuplicatePair[] {
  const found = new Map<string, DuplicatePair>();
  for (const pair of exactPairs(prints)) found.set(`${pair.first} ${pair.second}`, pair);
  if (candidates === 0) return [...found.values()];
  prints.forEach((print, mine) => {
    for (const { other, candidate } of closest(prints, mine, { fit, candidates })) {
      const [first, second] = mine < other ? [mine, other] : [other, mine];
      const key = `${first} ${second}`;
      if (found.has(key)) continue;
      const likeness = alignedLikeness(print, prints[other] as ImagePrint, candidate);
      const small = Math.min(print.shortSide, (prints[other] as ImagePrint).shortSide) < 64;
      if (likeness >= (given ?? (small ? 0.92 : 0.97)))
        found.set(key, { first, second, kind: 'near', likeness });
    }
  });
  return [...found.values()].sort((a, b) => a.first - b.first || a.second - b.second);
}

/** Neighbours of each group of equals: enough to join the group. */
function exactPairs(prints: readonly ImagePrint[]): DuplicatePair[] {
  const last = new Map<string, number>();
  return prints.flatMap(({ pixels }, second) => {
    const first = last.get(pixels);
    last.set(pixels, second);
    return first === undefined ? [] : [{ first, second, kind: 'exact' as const, likeness: 1 }];
  });
}

function closest(
  prints: readonly ImagePrint[],
  mine: number,
  { fit, candidates }: { readonly fit: number; readonly candidates: number },
): { other: number; candidate: Candidate }[] {
  const { whole, pixels } = prints[mine] as ImagePrint;
  const turned = transposedDescriptor(whole);
  const near: { other: number; candidate: Candidate }[] = [];
  prints.forEach((print, other) => {
    if (other === mine || print.pixels === pixels) return;
    const candidate = bestPlace(whole, turned, print);
    if (candidate.fit >= fit) near.push({ other, candidate });
  });
  return near.sort((a, b) => b.candidate.fit - a.candidate.fit).slice(0, candidates);
}
