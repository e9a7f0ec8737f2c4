import { checkCount, checkShare } from './check-anticipated.ts';
import { type DevelopmentPlan, sizeForShrinkage } from './development-size.ts';

/**
 * Shrinkage factor to expect of a model developed on n patients: the S at which the shrinkage criterion of
 * `developmentSize` asks for just this n. Below 0.9 the model needs a penalty, or fewer parameters.
 *
 * @example
 * Math.round(1000 * expectedShrinkage(623, { parameters: 24, coxSnell: 0.288 })) / 1000 // => 0.9
 */
export function expectedShrinkage(
  patients: number,
  { parameters, coxSnell }: Pick<DevelopmentPlan, 'parameters' | 'coxSnell'>,
): number {
  checkCount('expectedShrinkage', 'patients', patients);
  checkCount('expectedShrinkage', 'parameters', parameters);
  checkShare('expectedShrinkage', 'coxSnell', coxSnell);
  let low = coxSnell;
  let high = 1;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (sizeForShrinkage(parameters, coxSnell, middle) > patients) high = middle;
    else low = middle;
  }
  return low;
}
