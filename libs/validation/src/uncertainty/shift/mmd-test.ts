import { quantile, type Random } from '@raredx/stats';
import { checkSameFeatures, type FeatureRows, stacked } from './feature-rows.ts';
import { permutationP } from './permutation-p.ts';

export interface MmdOptions {
  readonly random: Random;
  readonly permutations: number;
  /** Of the Gaussian kernel exp(−d² / 2σ²). @default the median distance of the pooled patients */
  readonly bandwidth?: number;
}

export interface Mmd {
  /** Unbiased squared maximum mean discrepancy; may be below 0. */
  readonly squared: number;
  readonly bandwidth: number;
  readonly pValue: number;
}

/**
 * Kernel two-sample test: the squared maximum mean discrepancy of source and target under a Gaussian kernel, p by
 * permutation. One row a patient; memory and time grow with the square of the patients. Undefined without two patients on
 * either side, and where all patients are the same.
 *
 * @example mmdTest({ columns: 1, values: Float64Array.of(0, 1) }, { columns: 1, values: Float64Array.of(0, 1) }, { random: createRandom(1), permutations: 9, bandwidth: 1 }).squared // => -0.3934693
 * @see Gretton A, Borgwardt KM, Rasch MJ, Schölkopf B, Smola A (2012) A kernel two-sample test. J Mach Learn Res 13:723–773
 */
export function mmdTest(
  source: FeatureRows,
  target: FeatureRows,
  options: MmdOptions,
): Mmd | { undefinedBecause: string } {
  const [m, n] = checkSameFeatures('mmd', source, target);
  if (Math.min(m, n) < 2)
    return { undefinedBecause: `${m} and ${n} patients: two on either side are needed` };
  const squares = squaredDistances(stacked(source, target), m + n);
  const bandwidth = options.bandwidth ?? medianDistance(squares, m + n);
  if (!(bandwidth > 0)) return { undefinedBecause: 'the median distance of patients is 0' };
  const kernel = squares.map((d2) => Math.exp(-d2 / (2 * bandwidth * bandwidth)));
  const isTarget = Uint8Array.from({ length: m + n }, (_, row) => (row < m ? 0 : 1));
  const { observed, pValue } = permutationP(
    isTarget,
    (labels) => discrepancy(kernel, labels, [m, n]),
    options,
  );
  return { squared: observed, bandwidth, pValue };
}

function squaredDistances({ columns, values }: FeatureRows, rows: number): Float64Array {
  const squares = new Float64Array(rows * rows);
  for (let a = 0; a < rows; a++) {
    for (let b = 0; b < a; b++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += (values[a * columns + j] - values[b * columns + j]) ** 2;
      squares[a * rows + b] = sum;
      squares[b * rows + a] = sum;
    }
  }
  return squares;
}

function medianDistance(squares: Float64Array, rows: number): number {
  const pairs = squares.filter((_, cell) => cell % rows < Math.floor(cell / rows));
  return quantile(pairs.map(Math.sqrt).sort(), 0.5);
}

function discrepancy(kernel: Float64Array, isTarget: Uint8Array, [m, n]: readonly [number, number]): number {
  const rows = isTarget.length;
  const sums = [0, 0, 0];
  for (let a = 0; a < rows; a++) {
    for (let b = 0; b < a; b++) sums[isTarget[a] + isTarget[b]] += kernel[a * rows + b];
  }
  return (2 * sums[0]) / (m * (m - 1)) + (2 * sums[2]) / (n * (n - 1)) - (2 * sums[1]) / (m * n);
}
