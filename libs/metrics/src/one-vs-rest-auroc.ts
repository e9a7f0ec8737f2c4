import { auroc } from './auroc.ts';
import {
  checkClasses,
  type JudgedClasses,
  lackingOfClasses,
  oneClassJudged,
  weightByClass,
} from './multiclass.ts';

export interface OneVsRest {
  /** AUROC of each class against all others. */
  readonly byClass: Float64Array;
  /** Classes equally weighted. */
  readonly macro: number;
  /** Weighted by how often the class is observed. */
  readonly byPrevalence: number;
}

/**
 * AUROC of each class's risk against all other classes together, and its means. Undefined when a class has no row.
 *
 * @example oneVsRestAuroc({ classes: 3, y: Uint8Array.of(0, 1, 2), p: Float64Array.of(0.5, 0.3, 0.2, 0.5, 0.4, 0.1, 0.1, 0.1, 0.8) }) // => { byClass: Float64Array.of(0.75, 1, 1), macro: 0.916667, byPrevalence: 0.916667 }
 * @see Provost F, Domingos P (2000) CeDER working paper IS-00-04, for the mean by prevalence
 */
export function oneVsRestAuroc(data: JudgedClasses): OneVsRest | { undefinedBecause: string } {
  checkClasses('one-vs-rest auroc', data);
  const weight = weightByClass(data);
  const lacking = lackingOfClasses(weight);
  if (lacking) return lacking;
  const byClass = new Float64Array(data.classes);
  let macro = 0;
  let byPrevalence = 0;
  let total = 0;
  for (let k = 0; k < data.classes; k++) {
    const area = auroc(oneClassJudged(data, k));
    if ('undefinedBecause' in area) return area;
    byClass[k] = area.value;
    macro += area.value / data.classes;
    byPrevalence += weight[k] * area.value;
    total += weight[k];
  }
  return { byClass, macro, byPrevalence: byPrevalence / total };
}
