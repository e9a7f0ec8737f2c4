import type { PhenotypeCase } from '@raredx/cohort';
import { listAt, type Ontology } from '@raredx/ontology';
import { type Random, shuffled } from '@raredx/stats';

/** What is done to a case: half of its findings unreported, half of them named too broadly, half as many strange ones. */
export const stresses = ['dropped', 'blurred', 'added'] as const;
export type Stress = (typeof stresses)[number];

/** A case as a hurried or mistaken observer would describe it. */
export function stressedCase(
  ontology: Ontology,
  one: PhenotypeCase,
  {
    stress,
    random,
    strangers,
  }: { readonly stress: Stress; readonly random: Random; readonly strangers: Int32Array },
): PhenotypeCase {
  const { observed } = one;
  const half = Math.ceil(observed.length / 2);
  const terms = new Set<number>(observed);
  const order = shuffled(observed.length, random).subarray(0, Math.min(half, observed.length - 1));
  const chosen = Array.from(order, (at) => observed[at] as number);
  if (stress === 'added')
    for (let more = 0; more < half; more += 1)
      terms.add(strangers[random.integer(strangers.length)] as number);
  else for (const term of chosen) terms.delete(term);
  if (stress === 'blurred') {
    for (const term of chosen) {
      const parents = listAt(ontology.parents, term);
      terms.add(parents.length > 0 ? (parents[random.integer(parents.length)] as number) : term);
    }
  }
  return { ...one, observed: Int32Array.from(terms).sort() };
}
