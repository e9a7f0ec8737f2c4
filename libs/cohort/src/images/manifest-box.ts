import { ContractError } from '@raredx/tables';
import type { CellBox } from './image-cohort.ts';
import type { ManifestColumns, ManifestRole } from './manifest-columns.ts';

interface BoxPlace {
  readonly row: number;
  readonly where: string;
  /** Side of the square around a centre, in pixels. */
  readonly size: number;
}

/**
 * The cell that a row means. `x, y, width, height` is a box by its upper left corner; `x, y` alone a centre.
 *
 * @throws ContractError where a field is no number, or a side is not positive
 */
export function boxOf(
  columns: ManifestColumns,
  field: (role: ManifestRole) => string,
  { row, where, size }: BoxPlace,
): CellBox | undefined {
  if (columns.x === undefined || columns.y === undefined) return undefined;
  const number = (role: ManifestRole) => {
    const text = field(role);
    const value = text === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value) && Math.abs(value) < 1e7) return Math.round(value);
    throw new ContractError(where, `${columns[role]} is not a number of pixels in row ${row + 1}`);
  };
  const [x, y] = [number('x'), number('y')];
  if (columns.width === undefined || columns.height === undefined) {
    const half = Math.floor(size / 2);
    return { x: x - half, y: y - half, width: size, height: size };
  }
  const [width, height] = [number('width'), number('height')];
  if (width <= 0 || height <= 0) {
    throw new ContractError(where, `the box has no area in row ${row + 1}`);
  }
  return { x, y, width, height };
}
