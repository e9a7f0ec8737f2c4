/** How cases are counted: each once, at most so many a publication, or each disease once. */
export const caseWeightings = ['micro', 'capped', 'macro'] as const;
export type CaseWeighting = (typeof caseWeightings)[number];

const counts = (values: readonly string[]): Map<string, number> => {
  const found = new Map<string, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
};

/**
 * Weights of cases: 1; at most `cap` a site together; or 1 a disease together.
 *
 * @example caseWeights('macro', { sites: ['a', 'a', 'a'], diseases: ['x', 'x', 'y'], cap: 1 }) // => Float64Array.of(0.5, 0.5, 1)
 */
export function caseWeights(
  weighting: CaseWeighting,
  {
    sites,
    diseases,
    cap,
  }: { readonly sites: readonly string[]; readonly diseases: readonly string[]; readonly cap: number },
): Float64Array {
  if (weighting === 'micro') return new Float64Array(sites.length).fill(1);
  const of = weighting === 'capped' ? sites : diseases;
  const most = weighting === 'capped' ? cap : 1;
  const size = counts(of);
  return Float64Array.from(of, (value) => Math.min(1, most / (size.get(value) as number)));
}
