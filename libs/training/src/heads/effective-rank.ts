import type { FeatureTable } from '../features.ts';
import { columnsOf, placeCentred } from './centred-features.ts';
import { openLinearKernel } from './kernel/open-kernel.ts';

/** Rows beyond which an evenly spaced part of them stands for all. */
const most = 2000;

/**
 * Participation ratio of the features' variances, (tr S)² / tr S²: how many directions they really vary in. From inner
 * products of rows, ‖X X'‖² = ‖X' X‖².
 *
 * @example
 * effectiveRank({ rows: 4, width: 2, values: Float32Array.of(1, 0, -1, 0, 0, 1, 0, -1) }) // => 2
 */
export function effectiveRank(features: FeatureTable): number {
  const count = Math.min(features.rows, most);
  const rows = Int32Array.from({ length: count }, (_, i) => Math.floor((i * features.rows) / count));
  const n = Math.ceil(count / 4) * 4;
  const padded = Math.ceil(features.width / 4) * 4;
  const kernel = openLinearKernel(n * padded * 4 + n * n * 8 + 4096);
  const x = kernel.singles(n * padded);
  placeCentred(features, rows, {
    columns: columnsOf(features, rows, { standardise: false }),
    padded,
    into: x,
  });
  const gram = kernel.doubles(n * n);
  kernel.gram(x, x, { rows: n, others: n, width: padded }, gram);
  let trace = 0;
  for (let i = 0; i < n; i++) trace += gram[i * n + i]!;
  const squares = kernel.dot(gram, gram);
  return squares > 0 ? trace ** 2 / squares : 0;
}
