import { ContractError, type EvidenceRow } from '@raredx/tables';
import type { Measured } from './interval-scale.ts';

/**
 * The row with point and interval known to be there, or why they are not.
 *
 * @throws ContractError where the row contradicts itself
 */
export function measured(
  row: EvidenceRow,
): { readonly row: Measured } | { readonly undefinedBecause: string } {
  const { estimate, lower, upper, confidence } = row;
  if ((estimate === null) !== (row.undefinedBecause !== null)) {
    throw new ContractError(
      'evidence',
      `row ${row.id} must hold either an estimate or a reason, not both or none`,
    );
  }
  if (estimate === null) return { undefinedBecause: row.undefinedBecause as string };
  if (row.patients === 0) return { undefinedBecause: 'the group is empty' };
  if (lower === null || upper === null || confidence === null) {
    const note = row.note === null ? '' : ` (${row.note})`;
    return { undefinedBecause: `the evidence gives no interval${note}` };
  }
  if (
    ![estimate, lower, upper].every(Number.isFinite) ||
    lower > upper ||
    !(confidence > 0 && confidence < 1)
  ) {
    throw new ContractError('evidence', `interval of row ${row.id} is not an interval`);
  }
  return { row: { ...row, estimate, lower, upper, confidence } };
}
