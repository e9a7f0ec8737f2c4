import { exponential2 } from './exponential';

const mostPasses = 25;
/** Squared distance to the maximum in standard errors, before a last step that squares it again. */
const enough: f64 = 1e-4;
const information = memory.data(16 * 8, 16);
const target = memory.data(4 * 8, 16);

function total(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

function times(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}

function plus(a: v128, b: v128): v128 {
  return f64x2.add(a, b);
}

function cube(x: v128): v128 {
  const held = f64x2.max(x, f64x2.splat(0));
  return times(times(held, held), held);
}

/** Curved term of a restricted cubic spline with four knots: `knot` its own, the last two shared. */
function curved(x: v128, knot: f64, third: f64, last: f64, scale: f64): v128 {
  const gap = last - third;
  const down = times(cube(f64x2.sub(x, f64x2.splat(third))), f64x2.splat((last - knot) / gap));
  const up = times(cube(f64x2.sub(x, f64x2.splat(last))), f64x2.splat((third - knot) / gap));
  const bend = plus(f64x2.sub(cube(f64x2.sub(x, f64x2.splat(knot))), down), up);
  return times(bend, f64x2.splat(scale));
}

/** Lower triangle of the information, and its product with the next coefficients. */
function accumulate(
  cells: u32,
  x: usize,
  curve1: usize,
  curve2: usize,
  weight: usize,
  events: usize,
  linear: usize,
  variance: usize,
): void {
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  let g0 = zero;
  let g1 = zero;
  let g2 = zero;
  let g3 = zero;
  let h00 = zero;
  let h10 = zero;
  let h11 = zero;
  let h20 = zero;
  let h21 = zero;
  let h22 = zero;
  let h30 = zero;
  let h31 = zero;
  let h32 = zero;
  let h33 = zero;
  for (let at: usize = 0, end = (<usize>cells) << 3; at < end; at += 16) {
    const eta = v128.load(linear + at);
    const w = v128.load(weight + at);
    const e = exponential2(f64x2.neg(eta));
    const p = f64x2.div(one, plus(one, e));
    const wp = times(w, p);
    const v = times(times(wp, p), e);
    v128.store(variance + at, v);
    const working = plus(times(v, eta), f64x2.sub(v128.load(events + at), wp));
    const x1 = v128.load(x + at);
    const x2 = v128.load(curve1 + at);
    const x3 = v128.load(curve2 + at);
    g0 = plus(g0, working);
    g1 = plus(g1, times(working, x1));
    g2 = plus(g2, times(working, x2));
    g3 = plus(g3, times(working, x3));
    const v1 = times(v, x1);
    const v2 = times(v, x2);
    const v3 = times(v, x3);
    h00 = plus(h00, v);
    h10 = plus(h10, v1);
    h11 = plus(h11, times(v1, x1));
    h20 = plus(h20, v2);
    h21 = plus(h21, times(v2, x1));
    h22 = plus(h22, times(v2, x2));
    h30 = plus(h30, v3);
    h31 = plus(h31, times(v3, x1));
    h32 = plus(h32, times(v3, x2));
    h33 = plus(h33, times(v3, x3));
  }
  store<f64>(target, total(g0));
  store<f64>(target, total(g1), 8);
  store<f64>(target, total(g2), 16);
  store<f64>(target, total(g3), 24);
  store<f64>(information, total(h00));
  store<f64>(information, total(h10), 32);
  store<f64>(information, total(h11), 40);
  store<f64>(information, total(h20), 64);
  store<f64>(information, total(h21), 72);
  store<f64>(information, total(h22), 80);
  store<f64>(information, total(h30), 96);
  store<f64>(information, total(h31), 104);
  store<f64>(information, total(h32), 112);
  store<f64>(information, total(h33), 120);
}

function entry(row: u32, column: u32): f64 {
  return load<f64>(information + ((<usize>(row * 4 + column)) << 3));
}

/** Cholesky in place, the solution in `target`; false where the information is not positive definite. */
function solve(): bool {
  for (let j: u32 = 0; j < 4; j++) {
    let d = entry(j, j);
    const whole = d;
    for (let k: u32 = 0; k < j; k++) d -= entry(j, k) * entry(j, k);
    if (!(d > 1e-10 * whole)) return false;
    const root = sqrt(d);
    store<f64>(information + ((<usize>(j * 5)) << 3), root);
    for (let i = j + 1; i < 4; i++) {
      let s = entry(i, j);
      for (let k: u32 = 0; k < j; k++) s -= entry(i, k) * entry(j, k);
      store<f64>(information + ((<usize>(i * 4 + j)) << 3), s / root);
    }
  }
  for (let i: u32 = 0; i < 4; i++) {
    let b = load<f64>(target + ((<usize>i) << 3));
    for (let k: u32 = 0; k < i; k++) b -= entry(i, k) * load<f64>(target + ((<usize>k) << 3));
    store<f64>(target + ((<usize>i) << 3), b / entry(i, i));
  }
  for (let i: i32 = 3; i >= 0; i--) {
    let b = load<f64>(target + ((<usize>i) << 3));
    for (let k: i32 = i + 1; k < 4; k++) b -= entry(k, i) * load<f64>(target + ((<usize>k) << 3));
    store<f64>(target + ((<usize>i) << 3), b / entry(i, i));
  }
  return true;
}

/** Moves the linear predictor to the new coefficients; how far, squared, in standard errors. */
function advance(cells: u32, x: usize, curve1: usize, curve2: usize, linear: usize, variance: usize): f64 {
  const b0 = v128.load64_splat(target);
  const b1 = v128.load64_splat(target, 8);
  const b2 = v128.load64_splat(target, 16);
  const b3 = v128.load64_splat(target, 24);
  let distance = f64x2.splat(0);
  for (let at: usize = 0, end = (<usize>cells) << 3; at < end; at += 16) {
    const level = plus(b0, times(b1, v128.load(x + at)));
    const bend = plus(times(b2, v128.load(curve1 + at)), times(b3, v128.load(curve2 + at)));
    const next = plus(level, bend);
    const move = f64x2.sub(next, v128.load(linear + at));
    distance = plus(distance, times(v128.load(variance + at), times(move, move)));
    v128.store(linear + at, next);
  }
  return total(distance);
}

/**
 * Columns of the spline at x with four given knots. `cells` even.
 */
export function splineColumns(cells: u32, x: usize, knots: usize, curve1: usize, curve2: usize): void {
  const k0 = load<f64>(knots);
  const k1 = load<f64>(knots, 8);
  const k2 = load<f64>(knots, 16);
  const k3 = load<f64>(knots, 24);
  const scale = 1 / ((k3 - k0) * (k3 - k0));
  for (let at: usize = 0, end = (<usize>cells) << 3; at < end; at += 16) {
    const here = v128.load(x + at);
    v128.store(curve1 + at, curved(here, k0, k2, k3, scale));
    v128.store(curve2 + at, curved(here, k1, k2, k3, scale));
  }
}

/**
 * Logistic regression of `events` among `weight` on the columns, by Newton's method from the linear predictor that is
 * given and moved; coefficients written to out. Returns the passes, 0 where it did not converge. Cells padded to an even
 * number with weight 0.
 */
export function spline(
  cells: u32,
  x: usize,
  curve1: usize,
  curve2: usize,
  weight: usize,
  events: usize,
  linear: usize,
  variance: usize,
  out: usize,
): i32 {
  for (let passes = 1; passes <= mostPasses; passes++) {
    accumulate(cells, x, curve1, curve2, weight, events, linear, variance);
    if (!solve()) return 0;
    const distance = advance(cells, x, curve1, curve2, linear, variance);
    if (!(distance < Infinity)) return 0;
    if (distance < enough) {
      memory.copy(out, target, 32);
      return passes;
    }
  }
  return 0;
}
