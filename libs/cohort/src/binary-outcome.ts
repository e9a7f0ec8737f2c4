import { ConfigError } from '@raredx/experiment';
import { ContractError } from '@raredx/tables';
import { columnOf } from './column-of.ts';
import type { Cohort } from './load-cohort.ts';

/**
 * A boolean column as 0 and 1, one a row.
 *
 * @throws ContractError where it is missing in a row: declare eligibility, and use `eligibleCohort`
 */
export function binaryOutcome(cohort: Cohort, name: string): Uint8Array {
  const column = columnOf(cohort, name);
  if (column.type !== 'boolean') {
    throw new ConfigError(
      `dataset ${cohort.dataset.name}`,
      `${name} is not a boolean column (${column.type})`,
    );
  }
  const missing = column.missing.reduce((sum, flag) => sum + flag, 0);
  if (missing > 0) {
    throw new ContractError(
      cohort.dataset.where,
      `outcome ${name} is missing in ${missing} rows`,
      'declare an eligibility rule of kind known for it in dataset.yaml',
    );
  }
  return Uint8Array.from(column.codes);
}
