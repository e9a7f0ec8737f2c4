import type { LinearKernel } from './kernel/linear-kernel.ts';

/**
 * A convex function at a point of its own. A direction has two faces: `step`, which gradients are paired with by a plain
 * inner product, and `companion`, whatever else moves along with it (empty where nothing does).
 */
export interface Descent {
  readonly gradient: Float64Array;
  readonly step: Float64Array;
  readonly companion: Float64Array;
  /** The function at the current point; fills the gradient. */
  readonly value: () => number;
  /** The preconditioner, the same linear map until it is said otherwise: a gradient to step and companion. */
  readonly precondition: (gradient: Float64Array) => void;
  /** Called once the direction is complete. */
  readonly ready: () => void;
  /** Moves the point by so much of the direction. */
  readonly move: (fraction: number) => void;
  /** True where the point is good enough; asked once the decrement says so, and free to be expensive. */
  readonly proven: () => boolean;
}

export interface QuasiNewtonOptions {
  /** Squared Newton decrement, about twice the excess over the minimum, at which `proven` is asked. */
  readonly stop: number;
  /** The same as a share of the function. @default 0 */
  readonly share?: number;
  readonly iterations: number;
}

interface Pair {
  readonly step: Float64Array;
  readonly companion: Float64Array;
  readonly change: Float64Array;
  rho: number;
}

/** Pairs remembered: more save few iterations, and each costs five passes over the vectors. */
const memory = 12;
/** After so many refusals of `proven` it is rounding that refuses. */
const mostAsked = 100;

export type QuasiNewton = (options: QuasiNewtonOptions) => { iterations: number; decrement: number };

/** Bytes that the remembered pairs take. */
export function quasiNewtonBytes(size: number, companion: number): number {
  return (memory * (2 * size + companion) + 2 * size) * 8 + memory * 48 + 64;
}

/**
 * L-BFGS (two-loop recursion) about a good preconditioner, with a backtracking search from the full step.
 *
 * @see Nocedal J, Wright SJ (2006) Numerical Optimization, algorithm 7.4
 */
export function openQuasiNewton(kernel: LinearKernel, descent: Descent): QuasiNewton {
  const { gradient, step, companion } = descent;
  const pairs: Pair[] = Array.from({ length: memory }, () => ({
    step: kernel.doubles(step.length),
    companion: kernel.doubles(companion.length),
    change: kernel.doubles(step.length),
    rho: 0,
  }));
  const q = kernel.doubles(step.length);
  const before = kernel.doubles(step.length);
  const shares = new Float64Array(memory);

  const direct = (held: number, newest: number) => {
    q.set(gradient);
    for (let k = 0; k < held; k++) {
      const pair = pairs[(newest - k + memory) % memory]!;
      shares[k] = pair.rho * kernel.dot(pair.step, q);
      kernel.axpy(-shares[k]!, pair.change, q);
    }
    descent.precondition(q);
    for (let k = held - 1; k >= 0; k--) {
      const pair = pairs[(newest - k + memory) % memory]!;
      const share = shares[k]! - pair.rho * kernel.dot(step, pair.change);
      kernel.axpy(share, pair.step, step);
      if (companion.length > 0) kernel.axpy(share, pair.companion, companion);
    }
  };

  /** Keeps what a move taught; false where the curvature is lost in rounding. */
  const remember = (pair: Pair, fraction: number): boolean => {
    for (let i = 0; i < step.length; i++) {
      pair.change[i] = gradient[i]! - before[i]!;
      pair.step[i] = -fraction * step[i]!;
    }
    for (let i = 0; i < companion.length; i++) pair.companion[i] = -fraction * companion[i]!;
    const curvature = kernel.dot(pair.step, pair.change);
    pair.rho = 1 / curvature;
    return curvature > 0 && Number.isFinite(pair.rho);
  };

  return ({ stop, share = 0, iterations }) => {
    let value = descent.value();
    let decrement = Infinity;
    let held = 0;
    let newest = memory - 1;
    let asked = 0;
    for (let iteration = 0; iteration < iterations; iteration++) {
      direct(held, newest);
      decrement = kernel.dot(step, gradient);
      if (decrement <= Math.max(stop, share * value) && (descent.proven() || ++asked === mostAsked))
        return { iterations: iteration, decrement };
      descent.ready();
      before.set(gradient);
      const moved = search(descent, { value, decrement });
      if (moved === undefined) {
        if (held === 0) return { iterations: iteration, decrement };
        held = 0;
        value = descent.value();
        continue;
      }
      value = moved.value;
      const next = (newest + 1) % memory;
      if (!remember(pairs[next]!, moved.fraction)) continue;
      newest = next;
      held = Math.min(held + 1, memory);
    }
    return { iterations, decrement };
  };
}

/** The first of 1, 1/2, ... that descends enough; undefined, the point unmoved, where rounding hides any descent. */
function search(
  descent: Descent,
  from: { readonly value: number; readonly decrement: number },
): { value: number; fraction: number } | undefined {
  const slack = 1e-13 * Math.abs(from.value);
  let moved = 0;
  for (let fraction = 1; fraction > 1e-7; fraction /= 2) {
    descent.move(-(fraction - moved));
    moved = fraction;
    const value = descent.value();
    if (value <= from.value - 1e-4 * fraction * from.decrement + slack) return { value, fraction };
  }
  descent.move(moved);
  return undefined;
}
