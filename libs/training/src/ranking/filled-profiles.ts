import type { Borrowing } from './borrowing.ts';
import type { ClosedProfile } from './closed-profile.ts';
import type { DiseaseProfile } from './disease-profile.ts';

/**
 * Each candidate's shares and what it borrows. They may pass 1: only their ratios between candidates matter.
 *
 * @param least shares below this are dropped: they cost memory and decide nothing
 */
export function filledShares(
  own: readonly ClosedProfile[],
  borrowing: Borrowing,
  least = 0.004,
): ClosedProfile[] {
  return borrowing.map((loans, candidate) => {
    const total = new Map(own[candidate]);
    for (const [other, weight] of loans) {
      for (const [term, share] of own[other] as ClosedProfile)
        total.set(term, (total.get(term) ?? 0) + weight * share);
    }
    for (const [term, share] of total) if (share < least) total.delete(term);
    return total;
  });
}

/** The profiles with borrowed terms, at most 1 a term: what patients are simulated from. */
export function filledProfiles(profiles: readonly DiseaseProfile[], borrowing: Borrowing): DiseaseProfile[] {
  const own = profiles.map(
    ({ terms, frequency }) =>
      new Map(Array.from(terms, (term, at): [number, number] => [term, frequency[at]])),
  );
  return filledShares(own, borrowing, 0.04).map((shares) => {
    const kept = [...shares].sort((a, b) => a[0] - b[0]);
    return {
      terms: Int32Array.from(kept, ([term]) => term),
      frequency: Float32Array.from(kept, ([, share]) => Math.min(1, share)),
    };
  });
}
