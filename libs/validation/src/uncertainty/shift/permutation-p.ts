import { type Random, shuffled } from '@raredx/stats';
import { ContractError } from '@raredx/tables';

/**
 * p-value of a statistic under exchange of the group's labels: (1 + #{permuted ≥ observed}) / (B + 1), never 0, exact for
 * any statistic. Large values speak against the null.
 *
 * @param isTarget group of each row, 0 or 1
 * @example permutationP(Uint8Array.of(0, 1), () => 1, { random: createRandom(1), permutations: 9 }) // => { observed: 1, pValue: 1 }
 * @see Phipson B, Smyth GK (2010) Permutation p-values should never be zero. Stat Appl Genet Mol Biol 9:39
 */
export function permutationP(
  isTarget: Uint8Array,
  statistic: (isTarget: Uint8Array) => number,
  { random, permutations }: { readonly random: Random; readonly permutations: number },
): { readonly observed: number; readonly pValue: number } {
  if (!(Number.isInteger(permutations) && permutations >= 1)) {
    throw new ContractError('permutation p', `permutations are no count (${permutations})`);
  }
  const observed = statistic(isTarget);
  // Sums in another order differ in the last digits: a tie must stay a tie.
  const slack = 1e-12 * Math.max(1, Math.abs(observed));
  let asLarge = 1;
  for (let b = 0; b < permutations; b++) {
    const order = shuffled(isTarget.length, random.fork(b));
    if (statistic(Uint8Array.from(order, (row) => isTarget[row])) >= observed - slack) asLarge++;
  }
  return { observed, pValue: asLarge / (permutations + 1) };
}
