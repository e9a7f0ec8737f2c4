import { checkJudged, type Judged } from './judged.ts';
import { rankOrder } from './rank-order.ts';

/**
 * Isotonic regression of the outcome on p, by row: the non-decreasing step function of p nearest to y in squares, by
 * pooling adjacent violators. Rows of equal p get one value. Rows of weight 0 get that of their neighbours below.
 *
 * @example isotonicRisks({ y: Uint8Array.of(0, 1, 0, 1), p: Float64Array.of(0.1, 0.2, 0.3, 0.4) }) // => Float64Array.of(0, 0.5, 0.5, 1)
 * @see Ayer M et al. (1955) Ann Math Stat 26:641–647
 */
export function isotonicRisks(data: Judged): Float64Array {
  checkJudged('isotonic risks', data);
  const { y, p, w, order = rankOrder(data.p) } = data;
  const events = new Float64Array(y.length);
  const weight = new Float64Array(y.length);
  const ends = new Uint32Array(y.length);
  let blocks = 0;
  for (let i = 0; i < order.length; ) {
    const risk = p[order[i]];
    events[blocks] = 0;
    weight[blocks] = 0;
    for (; i < order.length && p[order[i]] === risk; i++) {
      const share = w ? w[order[i]] : 1;
      events[blocks] += share * y[order[i]];
      weight[blocks] += share;
    }
    ends[blocks++] = i;
    // Cross-multiplied, so that a block without weight joins the one before it.
    while (blocks > 1 && events[blocks - 2] * weight[blocks - 1] >= events[blocks - 1] * weight[blocks - 2]) {
      events[blocks - 2] += events[blocks - 1];
      weight[blocks - 2] += weight[blocks - 1];
      ends[blocks - 2] = ends[blocks - 1];
      blocks--;
    }
  }
  const fitted = new Float64Array(y.length);
  for (let block = 0, i = 0; block < blocks; block++) {
    const value = weight[block] > 0 ? events[block] / weight[block] : 0;
    for (; i < ends[block]; i++) fitted[order[i]] = value;
  }
  return fitted;
}
