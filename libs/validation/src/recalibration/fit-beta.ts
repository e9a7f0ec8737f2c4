import type { Judged } from '@raredx/metrics';
import { fitLogistic, type LogisticFit } from '@raredx/stats';
import type { Recalibration } from './recalibration.ts';

type Reason = { readonly undefinedBecause: string };

/**
 * Beta calibration: logit q = c + a ln p − b ln(1 − p), a and b not negative, by maximum likelihood. The likelihood is
 * concave, so where the free maximum has a negative coefficient, or lies at infinity, the constrained one has a
 * coefficient of 0.
 *
 * @see Kull M, Silva Filho TM, Flach P (2017) AISTATS 54:623–631
 */
export function fitBeta({ y, p, w }: Judged): Recalibration | Reason {
  const counted = (row: number) => w === undefined || w[row] > 0;
  const extreme = p.filter((risk, row) => (risk === 0 || risk === 1) && counted(row)).length;
  if (extreme > 0) return { undefinedBecause: `p is exactly 0 or 1 in ${extreme} rows` };
  const low = Float64Array.from(p, (risk, row) => (counted(row) ? Math.log(risk) : 0));
  const high = Float64Array.from(p, (risk, row) => (counted(row) ? -Math.log1p(-risk) : 0));
  const fit = (columns: readonly Float64Array[]) => fitLogistic({ y, columns, ...(w ? { w } : {}) });
  const free = fit([low, high]);
  if ('undefinedBecause' in free && !/singular|separation/.test(free.undefinedBecause)) return free;
  if ('coefficients' in free) {
    const [c, a, b] = free.coefficients;
    if (a >= 0 && b >= 0) return { kind: 'beta', a, b, c };
  }
  return bestOnAnEdge(fit, low, high);
}

function bestOnAnEdge(
  fit: (columns: readonly Float64Array[]) => LogisticFit | Reason,
  low: Float64Array,
  high: Float64Array,
): Recalibration | Reason {
  const onlyHigh = fit([high]);
  const onlyLow = fit([low]);
  const edges = [
    { made: onlyHigh, curve: ([c, b]: Float64Array) => ({ kind: 'beta' as const, a: 0, b, c }) },
    { made: onlyLow, curve: ([c, a]: Float64Array) => ({ kind: 'beta' as const, a, b: 0, c }) },
  ].flatMap(({ made, curve }) => ('coefficients' in made ? [{ made, curve }] : []));
  const usable = edges
    .filter(({ made }) => made.coefficients[1] >= 0)
    .sort((one, other) => other.made.logLikelihood - one.made.logLikelihood);
  if (usable[0]) return usable[0].curve(usable[0].made.coefficients);
  const flat = fit([]);
  if (edges.length === 0 && 'undefinedBecause' in onlyLow) return onlyLow;
  return 'undefinedBecause' in flat ? flat : { kind: 'beta', a: 0, b: 0, c: flat.coefficients[0] };
}
