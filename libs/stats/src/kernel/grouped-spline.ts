import { expit } from '../summary/logit.ts';
import { curvedTerm } from './climb-spline.ts';
import type { Engine, SplineProblem } from './engine.ts';
import { openEngine } from './open-engine.ts';

const knotProbabilities = [0.05, 0.35, 0.65, 0.95];

/** Binomial data in cells of like x, fitted again and again; the arrays are the caller's to fill, x descending. */
export interface GroupedSpline {
  readonly engine: 'wasm' | 'typescript';
  readonly x: Float64Array;
  readonly weight: Float64Array;
  readonly events: Float64Array;
  /** Linear predictor of each cell after a fit. */
  readonly linear: Float64Array;
  /**
   * Fits, from a linear predictor of each cell (coefficients would not do, since the knots move) or, failing that, from
   * the observed rates. False where the knots coincide or the likelihood has no maximum.
   */
  fit(start?: Float64Array): boolean;
  /** Fitted risk at any x. */
  riskAt(x: number): number;
  /** Gives the memory back. */
  close(): void;
}

/**
 * Logistic regression on a restricted cubic spline of x with four knots, at the weighted .05, .35, .65, .95 quantiles
 * (type 7; weight w is w copies), by Newton's method until the next step would be 1e-4 standard errors: the calibration
 * curve of one bootstrap replicate after another.
 *
 * Harrell FE (2015). Regression modeling strategies, 2nd ed., section 2.4.5.
 *
 * @example
 * openGroupedSpline(3).x // => Float64Array.of(0, 0, 0)
 */
export function openGroupedSpline(cells: number, engine?: 'wasm' | 'typescript'): GroupedSpline {
  const opened = openEngine(64 * (cells + 2) + 256, engine);
  const problem = problemIn(opened, cells + (cells & 1));
  const part = (values: Float64Array) => values.subarray(0, cells);
  const [x, weight, events, linear] = [problem.x, problem.weight, problem.events, problem.linear].map(part);
  const { knots, coefficients } = problem;
  const data = { x: x!, weight: weight!, events: events!, linear: linear! };
  return {
    engine: opened.name,
    ...data,
    fit: (start) => {
      if (cells === 0) return false;
      placeKnots(data.x, data.weight, knots);
      for (let k = 1; k < 4; k++) if (!(knots[k]! > knots[k - 1]!)) return false;
      opened.splineColumns(problem);
      if (start !== undefined) {
        data.linear.set(start);
        if (opened.spline(problem) > 0) return true;
      }
      fromRates(data);
      return opened.spline(problem) > 0;
    },
    riskAt: (at) => {
      const [b0, b1, b2, b3] = coefficients;
      return expit(b0! + b1! * at + b2! * curvedTerm(at, knots, 0) + b3! * curvedTerm(at, knots, 1));
    },
    close: opened.close,
  };
}

function problemIn(engine: Engine, length: number): SplineProblem {
  const column = () => engine.array(Float64Array, length);
  const four = () => engine.array(Float64Array, 4);
  return {
    x: column(),
    knots: four(),
    curve1: column(),
    curve2: column(),
    weight: column(),
    events: column(),
    linear: column(),
    variance: column(),
    coefficients: four(),
  };
}

function fromRates({ weight, events, linear }: Pick<GroupedSpline, 'weight' | 'events' | 'linear'>): void {
  for (let c = 0; c < weight.length; c++)
    linear[c] = Math.log((events[c]! + 0.5) / (weight[c]! - events[c]! + 0.5));
}

/** Type 7 on copies: `x` descending, weight w stands for w copies. */
function placeKnots(x: Float64Array, weight: Float64Array, knots: Float64Array): void {
  let total = 0;
  for (let c = 0; c < weight.length; c++) total += weight[c]!;
  let cell = x.length - 1;
  let passed = 0;
  for (let k = 0; k < knots.length; k++) {
    const place = knotProbabilities[k]! * (total - 1);
    const below = Math.floor(place);
    while (cell > 0 && passed + weight[cell]! <= below) passed += weight[cell--]!;
    let next = cell;
    if (passed + weight[cell]! <= below + 1) {
      next = cell - 1;
      while (next > 0 && weight[next] === 0) next--;
    }
    knots[k] = x[cell]! + (place - below) * (x[Math.max(next, 0)]! - x[cell]!);
  }
}
