import type { NoiseTerm, SimulatedProfile } from './simulate-patient.ts';

/** Draws terms in proportion to the sum of their frequencies over all diseases. */
export function noiseTermOf(profiles: readonly SimulatedProfile[]): NoiseTerm {
  const weights = new Map<number, number>();
  for (const { terms, frequency } of profiles) {
    terms.forEach((term, at) => {
      weights.set(term, (weights.get(term) ?? 0) + frequency[at]);
    });
  }
  const terms = [...weights.keys()].sort((a, b) => a - b);
  const upTo = new Float64Array(terms.length);
  let total = 0;
  terms.forEach((term, at) => {
    total += weights.get(term) as number;
    upTo[at] = total;
  });
  return (random) => {
    const drawn = random.uniform() * total;
    let [low, high] = [0, terms.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] as number) > drawn) high = middle;
      else low = middle + 1;
    }
    return terms[low] as number;
  };
}
