import { ContractError } from '@raredx/tables';
import { type ClassRisks, checkClassRisks } from './class-risks.ts';

/**
 * Adaptive prediction sets (APS): the score of a label is the total risk of all labels at least as likely, itself
 * included; sets grow where the model hesitates. Labels of equal risk enter in the order of their numbers.
 *
 * With `u` (one uniform draw a row) u · p of the label itself is taken off: coverage is then exactly at its level, at the
 * price that the draw decides. Without it coverage is conservative. Rows × classes, row-major.
 *
 * @example adaptiveScores({ classes: 3, p: Float64Array.of(0.25, 0.625, 0.125) }) // => Float64Array.of(0.875, 0.625, 1)
 * @example adaptiveScores({ classes: 3, p: Float64Array.of(0.25, 0.625, 0.125) }, Float64Array.of(0.5)) // => Float64Array.of(0.75, 0.3125, 0.9375)
 * @see Romano Y, Sesia M, Candès EJ (2020) Classification with valid and adaptive coverage. NeurIPS 33:3581–3591
 */
export function adaptiveScores(risks: ClassRisks, u?: Float64Array): Float64Array {
  checkClassRisks('adaptive scores', risks);
  const { classes, p } = risks;
  const rows = p.length / classes;
  if (u && (u.length !== rows || u.some((draw) => !(draw >= 0 && draw <= 1)))) {
    throw new ContractError('adaptive scores', `u is not one number in [0, 1] for each of ${rows} rows`);
  }
  const scores = new Float64Array(p.length);
  for (let row = 0; row < rows; row++) {
    const at = row * classes;
    const order = Array.from({ length: classes }, (_, k) => k).sort((a, b) => p[at + b] - p[at + a] || a - b);
    let above = 0;
    for (const k of order) {
      above += p[at + k];
      scores[at + k] = above - (u ? u[row] * p[at + k] : 0);
    }
  }
  return scores;
}
