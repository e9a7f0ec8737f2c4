/**
 * How scores become probabilities: p[d] ∝ exp(score[d] / (temperature · nᵍʳᵒʷᵗʰ)) for n observed terms. A sum over terms
 * grows with their number, what it knows does not: findings of one patient go together.
 */
export interface DifferentialCalibration {
  readonly temperature: number;
  readonly growth: number;
}

/** Fitted once on development cases that phenotype.hpoa does not cite; docs/phenotype-variants.md says how. */
export const differentialCalibration: DifferentialCalibration = Object.freeze({
  temperature: 2,
  growth: 0.25,
});

/** What scores of a case with `terms` observed terms are divided by. */
export const caseTemperature = ({ temperature, growth }: DifferentialCalibration, terms: number): number =>
  temperature * Math.max(1, terms) ** growth;
