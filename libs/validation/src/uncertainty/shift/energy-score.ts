import { ContractError } from '@raredx/tables';

/**
 * Energy of each row of logits, −T · log Σ exp(logit / T): higher is stranger. Logits, not risks: a softmax has lost what
 * the energy reads.
 *
 * @param logits rows × classes, row-major
 * @example energyScore(Float64Array.of(0, 0), { classes: 2, temperature: 1 }) // => Float64Array.of(-0.6931472)
 * @see Liu W, Wang X, Owens J, Li Y (2020) Energy-based out-of-distribution detection. NeurIPS 33
 */
export function energyScore(
  logits: Float64Array,
  { classes, temperature }: { readonly classes: number; readonly temperature: number },
): Float64Array {
  if (!(Number.isInteger(classes) && classes >= 1) || logits.length % classes !== 0) {
    throw new ContractError('energy score', `${logits.length} logits are not rows of ${classes}`);
  }
  if (!(temperature > 0))
    throw new ContractError('energy score', `temperature not positive (${temperature})`);
  const bad = logits.findIndex((logit) => !Number.isFinite(logit));
  if (bad >= 0) {
    throw new ContractError('energy score', `logit is not finite (first: row ${Math.floor(bad / classes)})`);
  }
  return Float64Array.from({ length: logits.length / classes }, (_, row) => {
    const own = logits.subarray(row * classes, (row + 1) * classes);
    const top = own.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
    const rest = own.reduce((sum, logit) => sum + Math.exp((logit - top) / temperature), 0);
    return -top - temperature * Math.log(rest);
  });
}
