import type { ClassSizes } from './auroc-variance.ts';

/** A subgroup and everybody else. */
export interface SubgroupAndRest {
  readonly group: ClassSizes;
  readonly rest: ClassSizes;
}
