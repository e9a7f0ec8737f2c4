import { expit } from '@raredx/stats';

/** Embedded patients, row-major. */
export interface Embedded {
  readonly rows: number;
  readonly width: number;
  readonly values: Float64Array;
}

/**
 * Risk by the nearest class mean (Snell, Swersky, Zemel 2017, NeurIPS): with prototypes c₁ (event) and c₀ of the shots,
 *
 *     logit p = ‖z − c₀‖² − ‖z − c₁‖² + logit π
 *
 * Shots are balanced, so the class share π of the development cohort enters as the prior.
 *
 * @param shots row numbers of the shots of each class: [no event, event]
 */
export function prototypeRisks(
  known: Embedded,
  judged: Embedded,
  { shots, prior }: { readonly shots: readonly [Uint32Array, Uint32Array]; readonly prior: number },
): Float64Array {
  const [without, withEvent] = shots.map((rows) => classMean(known, rows));
  const offset = Math.log(prior / (1 - prior));
  const risks = new Float64Array(judged.rows);
  for (let row = 0; row < judged.rows; row++) {
    risks[row] = expit(distance(judged, row, without) - distance(judged, row, withEvent) + offset);
  }
  return risks;
}

/** Mean of some rows. */
export function classMean({ width, values }: Embedded, rows: Uint32Array): Float64Array {
  const mean = new Float64Array(width);
  for (const row of rows) for (let c = 0; c < width; c++) mean[c] += values[row * width + c] / rows.length;
  return mean;
}

function distance({ width, values }: Embedded, row: number, centre: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < width; c++) sum += (values[row * width + c] - centre[c]) ** 2;
  return sum;
}
