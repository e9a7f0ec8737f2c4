import { logit } from '@raredx/stats';
import type { Judged } from './judged.ts';

/**
 * logit p of every row, or the reason why there is none: a risk of exactly 0 or 1 has no finite logit, and no row is
 * dropped or clipped for it. Rows of weight 0 do not count and get 0.
 */
export function riskLogits({ p, w }: Judged): Float64Array | { undefinedBecause: string } {
  const logits = new Float64Array(p.length);
  let extreme = 0;
  for (let row = 0; row < p.length; row++) {
    if (w && w[row] === 0) continue;
    if (p[row] === 0 || p[row] === 1) extreme++;
    else logits[row] = logit(p[row]);
  }
  return extreme > 0 ? { undefinedBecause: `p is exactly 0 or 1 in ${extreme} rows` } : logits;
}
