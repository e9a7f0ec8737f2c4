import type { Policy } from './policy.ts';

/**
 * The confidence at which each criterion is judged, in the policy's order.
 *
 * none: the policy's own (right where every criterion must pass: an intersection–union test needs no correction);
 * bonferroni: 1 − α / m; holm: the smallest p at α / m, the next at α / (m − 1), … and from the first that does not
 * clear its level on, all at that level.
 *
 * @param pValues one a criterion; 1 where it cannot be told
 * @param families one a criterion: each family is corrected by itself and has the whole α; left out, all are one
 * @see Holm S (1979) Scand J Stat 6:65–70; Berger RL (1982) Technometrics 24:295–300
 *
 * @example judgedConfidence({ confidence: 0.95, multiplicity: { method: 'bonferroni' } }, [0.01, 0.2]) // => [0.975, 0.975]
 * @example judgedConfidence({ confidence: 0.95, multiplicity: { method: 'holm' } }, [0.04, 0.01]) // => [0.95, 0.975]
 */
export function judgedConfidence(
  policy: Pick<Policy, 'confidence'> & { readonly multiplicity: Pick<Policy['multiplicity'], 'method'> },
  pValues: readonly number[],
  families: readonly string[] = pValues.map(() => ''),
): number[] {
  const result = new Array<number>(pValues.length);
  for (const family of new Set(families)) {
    const members = pValues.flatMap((_, index) => (families[index] === family ? [index] : []));
    const within = familyConfidence(
      policy,
      members.map((index) => pValues[index] as number),
    );
    members.forEach((index, at) => {
      result[index] = within[at] as number;
    });
  }
  return result;
}

type Rule = Parameters<typeof judgedConfidence>[0];

function familyConfidence({ confidence, multiplicity }: Rule, pValues: readonly number[]): number[] {
  const m = pValues.length;
  const alpha = 1 - confidence;
  if (multiplicity.method === 'none') return pValues.map(() => confidence);
  if (multiplicity.method === 'bonferroni') return pValues.map(() => 1 - alpha / m);
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p || a.index - b.index);
  const result = new Array<number>(m);
  let step = 0;
  for (const { p, index } of order) {
    result[index] = 1 - alpha / (m - step);
    if (p <= alpha / (m - step) && step < m - 1) step++;
  }
  return result;
}
