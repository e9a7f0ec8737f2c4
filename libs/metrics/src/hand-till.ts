import type { Estimate } from '@raredx/stats';
import { auroc } from './auroc.ts';
import {
  checkClasses,
  type JudgedClasses,
  lackingOfClasses,
  oneClassJudged,
  weightByClass,
} from './multiclass.ts';

/**
 * Hand and Till's M: the mean AUROC over all pairs of classes, each pair judged among its own rows by the risk of either.
 *
 *     M = 2 / (k (k − 1)) Σ_{i<j} (A(i|j) + A(j|i)) / 2
 *
 * Independent of the classes' frequencies; 0.5 is chance; the AUROC for two classes whose risks sum to 1. Undefined when
 * a class has no row.
 *
 * @example handTill({ classes: 3, y: Uint8Array.of(0, 1, 2), p: Float64Array.of(0.5, 0.3, 0.2, 0.5, 0.4, 0.1, 0.1, 0.1, 0.8) }) // => { value: 0.916667 }
 * @see Hand DJ, Till RJ (2001) Mach Learn 45:171–186
 */
export function handTill(data: JudgedClasses): Estimate {
  checkClasses('hand-till', data);
  const lacking = lackingOfClasses(weightByClass(data));
  if (lacking) return lacking;
  let sum = 0;
  let pairs = 0;
  for (let i = 0; i < data.classes; i++) {
    for (let j = 0; j < data.classes; j++) {
      if (i === j) continue;
      const area = auroc(oneClassJudged(data, i, [i, j]));
      if ('undefinedBecause' in area) return area;
      sum += area.value;
      pairs++;
    }
  }
  return { value: sum / pairs };
}
