import { exponential2 } from './exponential';

/** Where the fit gives up to the general one: the start was no good, or there is no maximum. */
const mostPasses = 12;
/** A step this short (sum of absolute values) leaves an error of about its cube. */
const shortEnough: f64 = 1e-5;

/** Of a pair of cells: sums of w d^0..6, d the distance of a row from the cell's centre. */
const momentsStride: usize = 7 * 16;

function addLanes(at: usize, pair: v128): void {
  store<f64>(at, f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1));
}

/**
 * Moments of the rows of each cell (rows [ends[c - 1], ends[c]), both even), moment k of cells 2i and 2i + 1 side by
 * side at moments + 112 i + 16 k.
 */
export function moments(cells: u32, ends: usize, weight: usize, distance: usize, into: usize): void {
  const zero = f64x2.splat(0);
  let row: usize = 0;
  for (let c: u32 = 0; c < cells; c++) {
    let m0 = zero,
      m1 = zero,
      m2 = zero,
      m3 = zero,
      m4 = zero,
      m5 = zero,
      m6 = zero;
    for (const end = (<usize>load<u32>(ends)) << 3; row < end; row += 16) {
      const d = v128.load(distance + row);
      let t = v128.load(weight + row);
      m0 = f64x2.add(m0, t);
      t = f64x2.mul(t, d);
      m1 = f64x2.add(m1, t);
      t = f64x2.mul(t, d);
      m2 = f64x2.add(m2, t);
      t = f64x2.mul(t, d);
      m3 = f64x2.add(m3, t);
      t = f64x2.mul(t, d);
      m4 = f64x2.add(m4, t);
      t = f64x2.mul(t, d);
      m5 = f64x2.add(m5, t);
      m6 = f64x2.add(m6, f64x2.mul(t, d));
    }
    const at = into + <usize>(c >> 1) * momentsStride + ((<usize>(c & 1)) << 3);
    addLanes(at, m0);
    addLanes(at + 16, m1);
    addLanes(at + 32, m2);
    addLanes(at + 48, m3);
    addLanes(at + 64, m4);
    addLanes(at + 80, m5);
    addLanes(at + 96, m6);
    ends += 4;
  }
}

let p0 = f64x2.splat(0);
let p1 = f64x2.splat(0);
let h0 = f64x2.splat(0);
let h1 = f64x2.splat(0);
let h2 = f64x2.splat(0);
let t0 = f64x2.splat(0);
let t1 = f64x2.splat(0);
let t2 = f64x2.splat(0);
let t3 = f64x2.splat(0);
let d0: f64 = 0;
let d1: f64 = 0;

function total(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

function times(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}

function plus(a: v128, b: v128): v128 {
  return f64x2.add(a, b);
}

/**
 * Sums over the rows of w p z^k, w v z^k and w v' z^k, with v = p (1 - p) and v' = v (1 - 2 p), from the moments of the
 * cells and the Taylor series of p about their centres, to the fifth order.
 */
function pass(pairs: u32, centre: usize, at: usize, intercept: f64, slope: f64): void {
  const one = f64x2.splat(1);
  const two = f64x2.splat(2);
  const s1 = f64x2.splat(slope);
  const s2 = f64x2.splat(slope * slope * (1.0 / 2));
  const s3 = f64x2.splat(slope * slope * slope * (1.0 / 6));
  const s4 = f64x2.splat(slope * slope * slope * slope * (1.0 / 24));
  const s5 = f64x2.splat(slope * slope * slope * slope * slope * (1.0 / 120));
  let sp0 = f64x2.splat(0),
    sp1 = sp0,
    sh0 = sp0,
    sh1 = sp0,
    sh2 = sp0,
    st0 = sp0,
    st1 = sp0,
    st2 = sp0,
    st3 = sp0;
  for (let i: u32 = 0; i < pairs; i++) {
    const c = v128.load(centre);
    const m0 = v128.load(at);
    const m1 = v128.load(at, 16);
    const m2 = v128.load(at, 32);
    const m3 = v128.load(at, 48);
    const m4 = v128.load(at, 64);
    const m5 = v128.load(at, 80);
    const m6 = v128.load(at, 96);
    const e = exponential2(f64x2.neg(plus(f64x2.splat(intercept), times(s1, c))));
    const p = f64x2.div(one, plus(one, e));
    const q = times(e, p);
    const v = times(p, q);
    const u = f64x2.sub(q, p);
    const vu = times(v, u);
    const third = times(v, f64x2.sub(one, times(f64x2.splat(6), v)));
    const fourth = times(vu, f64x2.sub(one, times(f64x2.splat(12), v)));
    const fifth = times(
      v,
      plus(one, times(times(f64x2.splat(30), v), f64x2.sub(times(f64x2.splat(4), v), one))),
    );
    const a1 = times(v, s1);
    const a2 = times(vu, s2);
    const a3 = times(third, s3);
    const a4 = times(fourth, s4);
    const a5 = times(fifth, s5);
    const g0 = plus(
      plus(plus(times(p, m0), times(a1, m1)), plus(times(a2, m2), times(a3, m3))),
      plus(times(a4, m4), times(a5, m5)),
    );
    const g1 = plus(
      plus(plus(times(p, m1), times(a1, m2)), plus(times(a2, m3), times(a3, m4))),
      plus(times(a4, m5), times(a5, m6)),
    );
    const b1 = times(vu, s1);
    const b2 = times(third, s2);
    const b3 = times(fourth, s3);
    const b4 = times(fifth, s4);
    const k0 = plus(
      plus(plus(times(v, m0), times(b1, m1)), plus(times(b2, m2), times(b3, m3))),
      times(b4, m4),
    );
    const k1 = plus(
      plus(plus(times(v, m1), times(b1, m2)), plus(times(b2, m3), times(b3, m4))),
      times(b4, m5),
    );
    const k2 = plus(
      plus(plus(times(v, m2), times(b1, m3)), plus(times(b2, m4), times(b3, m5))),
      times(b4, m6),
    );
    const l0 = plus(times(vu, m0), times(times(third, s1), m1));
    const l1 = plus(times(vu, m1), times(times(third, s1), m2));
    sp0 = plus(sp0, g0);
    sp1 = plus(sp1, plus(times(c, g0), g1));
    sh0 = plus(sh0, k0);
    const ck0 = times(c, k0);
    sh1 = plus(sh1, plus(ck0, k1));
    sh2 = plus(sh2, plus(times(c, plus(ck0, times(two, k1))), k2));
    const cl0 = times(c, l0);
    st0 = plus(st0, l0);
    st1 = plus(st1, plus(cl0, l1));
    st2 = plus(st2, times(c, plus(cl0, times(two, l1))));
    st3 = plus(st3, times(times(c, c), plus(cl0, times(f64x2.splat(3), l1))));
    centre += 16;
    at += momentsStride;
  }
  p0 = sp0;
  p1 = sp1;
  h0 = sh0;
  h1 = sh1;
  h2 = sh2;
  t0 = st0;
  t1 = st1;
  t2 = st2;
  t3 = st3;
}

/**
 * The step to the root of the score's expansion to second order: Newton's step, then Newton's method on the expansion.
 * Errors of the step are of third order in it. False where the information is singular or the step has no measure.
 */
function step(events: f64, eventsZ: f64): bool {
  const g0 = events - total(p0);
  const g1 = eventsZ - total(p1);
  const i00 = total(h0),
    i01 = total(h1),
    i11 = total(h2);
  const q0 = total(t0),
    q1 = total(t1),
    q2 = total(t2),
    q3 = total(t3);
  const det = i00 * i11 - i01 * i01;
  if (!(det > 1e-10 * i00 * i11)) return false;
  d0 = (g0 * i11 - g1 * i01) / det;
  d1 = (g1 * i00 - g0 * i01) / det;
  const newton = abs(d0) + abs(d1);
  if (!(newton < 1)) return newton < 4;
  const n0 = d0,
    n1 = d1;
  for (let k = 0; k < 3; k++) {
    const r0 = g0 - i00 * d0 - i01 * d1 - 0.5 * (d0 * (q0 * d0 + 2 * q1 * d1) + q2 * d1 * d1);
    const r1 = g1 - i01 * d0 - i11 * d1 - 0.5 * (d0 * (q1 * d0 + 2 * q2 * d1) + q3 * d1 * d1);
    const j00 = i00 + q0 * d0 + q1 * d1;
    const j01 = i01 + q1 * d0 + q2 * d1;
    const j11 = i11 + q2 * d0 + q3 * d1;
    const j = j00 * j11 - j01 * j01;
    d0 += (r0 * j11 - r1 * j01) / j;
    d1 += (r1 * j00 - r0 * j01) / j;
  }
  if (!(abs(d0 - n0) + abs(d1 - n1) < 0.5 * newton)) {
    d0 = n0;
    d1 = n1;
  }
  return true;
}

/**
 * Intercept and slope by maximum likelihood from a start near it, written to out. Returns the passes taken, 0 where it
 * did not converge.
 */
export function line(
  cells: u32,
  centre: usize,
  at: usize,
  b0: f64,
  b1: f64,
  events: f64,
  eventsZ: f64,
  out: usize,
): i32 {
  for (let passes = 1; passes <= mostPasses; passes++) {
    pass((cells + 1) >> 1, centre, at, b0, b1);
    if (!step(events, eventsZ)) return 0;
    b0 += d0;
    b1 += d1;
    if (abs(d0) + abs(d1) <= shortEnough) {
      store<f64>(out, b0);
      store<f64>(out, b1, 8);
      return passes;
    }
  }
  return 0;
}
