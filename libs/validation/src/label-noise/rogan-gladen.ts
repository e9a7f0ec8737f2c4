import { wilson } from '@raredx/metrics';
import type { Interval } from '@raredx/stats';
import { checkReference, type ReferenceStandard } from './reference-standard.ts';

/**
 * Prevalence behind an imperfect test or reference: (apparent + specificity − 1) / (sensitivity + specificity − 1), with
 * Wilson's limits of the apparent prevalence carried over and cut at 0 and 1; sensitivity and specificity taken as known.
 * Undefined where fewer are positive than false positives alone would be, and without rows.
 *
 * @example roganGladen({ positive: 20, total: 100 }, { sensitivity: 0.9, specificity: 0.95 }, 0.95).prevalence // => 0.17647059
 * @see Rogan WJ, Gladen B (1978) Estimating prevalence from the results of a screening test. Am J Epidemiol 107:71–76
 */
export function roganGladen(
  { positive, total }: { readonly positive: number; readonly total: number },
  reference: ReferenceStandard,
  confidence: number,
): { readonly prevalence: number; readonly interval: Interval } | { undefinedBecause: string } {
  checkReference('rogan–gladen', reference);
  const apparent = wilson(positive, total, confidence);
  if ('undefinedBecause' in apparent) return apparent;
  const { sensitivity, specificity } = reference;
  const behind = (share: number) => (share + specificity - 1) / (sensitivity + specificity - 1);
  const prevalence = behind(positive / total);
  if (prevalence < 0) return { undefinedBecause: 'fewer positives than false positives alone would be' };
  if (prevalence > 1) return { undefinedBecause: 'more positives than the sensitivity allows' };
  const cut = (share: number) => Math.min(1, Math.max(0, behind(share)));
  return {
    prevalence,
    interval: {
      lower: cut(apparent.lower),
      upper: cut(apparent.upper),
      confidence,
      method: 'Wilson limits through Rogan–Gladen',
    },
  };
}
