import { ContractError, type Predictions, type TextColumn, textAt, textColumn } from '@raredx/tables';
import type { ResolvedPlan } from '../validation-plan.ts';

const cross = ' × ';

/** Names by which subgroups are made: the declared attributes and those the plan crosses. */
export function attributeNames(predictions: Predictions, plan: ResolvedPlan): string[] {
  return [...Object.keys(predictions.attributes), ...plan.intersections.map((names) => names.join(cross))];
}

/**
 * The column of an attribute; crossed ones level by level, where only levels that occur are kept, for most do not.
 *
 * @throws ContractError where an attribute is not in the table
 */
export function attributeColumn(predictions: Predictions, plan: ResolvedPlan, name: string): TextColumn {
  const crossed = plan.intersections.find((names) => names.join(cross) === name) ?? [name];
  const columns = crossed.map((part) => {
    const column = predictions.attributes[part];
    if (column === undefined) throw new ContractError('predictions', `no attribute ${part}`);
    return column;
  });
  if (columns.length === 1) return columns[0];
  const level = (row: number) => columns.map((column) => textAt(column, row)).join(cross);
  return textColumn(Array.from({ length: predictions.rows }, (_, row) => level(row)));
}
