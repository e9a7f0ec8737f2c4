import { createRandom } from '@raredx/stats';
import type { Cell } from './cell.ts';
import { eValueCells } from './e-value-cells.ts';
import { familyCells } from './family-cells.ts';
import { holdoutCells } from './holdout-cells.ts';
import { lookCells } from './look-cells.ts';
import { proportionCells } from './proportion-cells.ts';
import { ruleCells } from './rule-cells.ts';

export const root = createRandom('gate error rates');
export const cells: readonly Cell[] = [
  ...ruleCells,
  ...proportionCells,
  ...familyCells,
  ...lookCells,
  ...eValueCells,
  ...holdoutCells,
];
