import type { DataSet } from 'dicom-parser';

/** How values become brightness (PS3.3 C.11.2). */
export interface GreyWindow {
  readonly shape: 'linear' | 'linear_exact' | 'sigmoid';
  readonly center: number;
  readonly width: number;
}

/** Modality values from stored ones: `value * slope + intercept`. */
export interface Rescale {
  readonly slope: number;
  readonly intercept: number;
}

/**
 * The rescale of a file: as written, else none.
 */
export function rescaleOf(dataSet: DataSet): Rescale {
  const [slope, intercept] = [dataSet.floatString('x00281053'), dataSet.floatString('x00281052')];
  const usable = slope !== undefined && Number.isFinite(slope) && slope !== 0;
  return {
    slope: usable ? slope : 1,
    intercept: intercept !== undefined && Number.isFinite(intercept) ? intercept : 0,
  };
}

/** The first window that a file names; undefined where it names none, or one without width. */
export function windowOf(dataSet: DataSet): GreyWindow | undefined {
  const [center, width] = [dataSet.floatString('x00281050', 0), dataSet.floatString('x00281051', 0)];
  if (center === undefined || width === undefined || !Number.isFinite(center)) return undefined;
  const words = dataSet.string('x00281056') ?? 'LINEAR';
  const shape = words === 'SIGMOID' ? 'sigmoid' : words === 'LINEAR_EXACT' ? 'linear_exact' : 'linear';
  return width >= 1 || (shape !== 'linear' && width > 0) ? { shape, center, width } : undefined;
}

/**
 * Brightness of a value, 0 to 255, not rounded. The linear window is DICOM's, with its half and its one.
 *
 * @example
 * throughWindow(40, { shape: 'linear', center: 40, width: 400 }) // => 127.8195
 * throughWindow(40, { shape: 'sigmoid', center: 40, width: 400 }) // => 127.5
 */
export function throughWindow(value: number, { shape, center, width }: GreyWindow): number {
  if (shape === 'sigmoid') return 255 / (1 + Math.exp((-4 * (value - center)) / width));
  const share =
    shape === 'linear_exact'
      ? (value - center) / width + 0.5
      : width > 1
        ? (value - (center - 0.5)) / (width - 1) + 0.5
        : value > center - 0.5
          ? 1
          : 0;
  return 255 * Math.min(Math.max(share, 0), 1);
}
