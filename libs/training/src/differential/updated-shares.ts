import { closedTerms, type Ontology } from '@raredx/ontology';
import type { ClosedProfile } from '../ranking/closed-profile.ts';

/**
 * The share of patients with each term after k of them were seen, the mean of its beta distribution:
 *
 *     (strength · share + count) / (strength + k)
 *
 * where the described profile counts as much as `strength` patients and a patient with a term has all above it.
 *
 * @param described closed shares; empty for a disease that nobody has described
 * @param patients observed terms of each patient seen
 */
export function updatedShares(
  ontology: Ontology,
  described: ClosedProfile,
  { patients, strength }: { readonly patients: readonly Int32Array[]; readonly strength: number },
): Map<number, number> {
  const counts = new Map<number, number>();
  for (const observed of patients)
    for (const term of closedTerms(ontology, observed)) counts.set(term, (counts.get(term) ?? 0) + 1);
  const known = described.size > 0 ? strength : 0;
  const updated = new Map<number, number>();
  for (const term of new Set([...described.keys(), ...counts.keys()])) {
    const share = (known * (described.get(term) ?? 0) + (counts.get(term) ?? 0)) / (known + patients.length);
    updated.set(term, share);
  }
  return updated;
}
