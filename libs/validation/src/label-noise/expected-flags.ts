import { type ClassRisks, checkClassRisks } from '../uncertainty/conformal/class-risks.ts';

/**
 * Probability that confident learning flags each row although its label is right, if the risks are: a row that looks like
 * class k is flagged unless its outcome is k. Where classes overlap this is most of what is flagged.
 *
 * @param looksLike of `confidentLearning`: 255 where a row looks like no class
 * @example expectedFlags(binaryRisks(Float64Array.of(0.75, 0.5)), Uint8Array.of(1, 255)) // => Float64Array.of(0.25, 0)
 */
export function expectedFlags(risks: ClassRisks, looksLike: Uint8Array): Float64Array {
  checkClassRisks('expected flags', risks);
  const { classes, p } = risks;
  return Float64Array.from(looksLike, (k, row) => (k === 255 ? 0 : 1 - p[row * classes + k]));
}
