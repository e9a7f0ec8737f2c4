import type { Population } from '../population/population.ts';
import type { CaseMix } from './case-mix.ts';
import type { MembershipDesign } from './membership-design.ts';
import type { Membership } from './membership-model.ts';
import { rowInfluence, type TransportedMetric } from './row-influence.ts';

/** An estimate and what each patient of the joint roster adds to it. */
export interface PatientInfluence {
  readonly value: number;
  readonly ofPatients: Float64Array;
}

/** A population of the joint roster with, for each repeat, the sample of each row. */
export interface Placed {
  readonly population: Population;
  readonly samples: readonly Uint32Array[];
}

/** Weights that make the external patients look like those of development. */
export interface Weighting {
  readonly mix: CaseMix;
  readonly design: MembershipDesign;
  readonly membership: Membership;
}

/** dθ/dβ of each coefficient of the membership model, times what each patient adds to the coefficient. */
function addWeighting(slope: Float64Array, { membership }: Weighting, ofPatients: Float64Array): void {
  membership.ofPatients.forEach((ofCoefficient, k) => {
    for (let place = 0; place < ofPatients.length; place++)
      ofPatients[place] += slope[k] * ofCoefficient[place];
  });
}

/**
 * A metric, mean over repeats, with the patients' influence on it; weighted where a weighting is given, and then with
 * the influence that patients of both cohorts have through the weights. As a weight is exp(−xβ), the metric's derivative
 * in β is minus the sum of row influence times x.
 */
export function patientInfluence(
  metric: TransportedMetric,
  { population, samples }: Placed,
  weighting?: Weighting,
): PatientInfluence | { undefinedBecause: string } {
  const ofPatients = new Float64Array(population.roster.size);
  const columns = weighting?.design.columns ?? [];
  const slope = new Float64Array(columns.length + 1);
  const share = 1 / population.repeats.length;
  let value = 0;
  for (const [r, { y, p, patient }] of population.repeats.entries()) {
    const sample = samples[r];
    const w = weighting && Float64Array.from(sample, (s) => weighting.membership.odds[s]);
    const made = rowInfluence(metric, { y, p, ...(w ? { w } : {}) });
    if ('undefinedBecause' in made) return made;
    value += made.value * share;
    for (let i = 0; i < y.length; i++) {
      const own = made.ofRows[i] * share;
      ofPatients[patient[i]] += own;
      for (let k = 0; k < columns.length; k++) slope[k + 1] -= own * columns[k][sample[i]];
    }
  }
  if (weighting) addWeighting(slope, weighting, ofPatients);
  return { value, ofPatients };
}

/** Variance of a sum of patients' influences, development and external drawn apart. */
export function twoSidedVariance(ofPatients: Float64Array, isExternal: Uint8Array): number | undefined {
  const squares = [0, 0];
  const patients = [0, 0];
  ofPatients.forEach((x, place) => {
    squares[isExternal[place]] += x * x;
    patients[isExternal[place]]++;
  });
  // A side that adds nothing needs no correction for its number.
  const parts = squares.map((sum, side) => (sum === 0 ? 0 : (patients[side] / (patients[side] - 1)) * sum));
  const variance = parts[0] + parts[1];
  return Number.isFinite(variance) ? variance : undefined;
}
