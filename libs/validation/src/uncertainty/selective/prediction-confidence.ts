import { type ClassRisks, checkClassRisks } from '../conformal/class-risks.ts';

/**
 * How sure a model is of each row, from its risks alone: the highest risk of any class, or minus the entropy (nats; for two
 * classes the same order). Higher is surer.
 *
 * @example predictionConfidence({ classes: 2, p: Float64Array.of(0.25, 0.75) }, 'highest risk') // => Float64Array.of(0.75)
 * @example predictionConfidence({ classes: 2, p: Float64Array.of(0.5, 0.5) }, 'entropy') // => Float64Array.of(-0.6931472)
 * @see Hendrycks D, Gimpel K (2017) A baseline for detecting misclassified and out-of-distribution examples. ICLR
 */
export function predictionConfidence(risks: ClassRisks, by: 'highest risk' | 'entropy'): Float64Array {
  checkClassRisks('prediction confidence', risks);
  const { classes, p } = risks;
  return Float64Array.from({ length: p.length / classes }, (_, row) => {
    const own = p.subarray(row * classes, (row + 1) * classes);
    if (by === 'highest risk') return own.reduce((most, risk) => Math.max(most, risk), 0);
    return own.reduce((sum, risk) => sum + (risk > 0 ? risk * Math.log(risk) : 0), 0);
  });
}
