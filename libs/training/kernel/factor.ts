const block: u32 = 48;

function both(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

function less(at: usize, v: v128): void {
  store<f64>(at, load<f64>(at) - both(v));
}

/** at[0..2) x [0..4) -= rows p, p1 times rows q..q3 over k doubles (k even). */
function tile(at: usize, line: usize, p: usize, q: usize, k: u32): void {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  let t0 = f64x2.splat(0);
  let t1 = f64x2.splat(0);
  let t2 = f64x2.splat(0);
  let t3 = f64x2.splat(0);
  let p1 = p + line;
  let q1 = q + line;
  let q2 = q1 + line;
  let q3 = q2 + line;
  const end = p + ((<usize>k) << 3);
  while (p < end) {
    const x = v128.load(p);
    const y = v128.load(p1);
    let v = v128.load(q);
    s0 = f64x2.add(s0, f64x2.mul(x, v));
    t0 = f64x2.add(t0, f64x2.mul(y, v));
    v = v128.load(q1);
    s1 = f64x2.add(s1, f64x2.mul(x, v));
    t1 = f64x2.add(t1, f64x2.mul(y, v));
    v = v128.load(q2);
    s2 = f64x2.add(s2, f64x2.mul(x, v));
    t2 = f64x2.add(t2, f64x2.mul(y, v));
    v = v128.load(q3);
    s3 = f64x2.add(s3, f64x2.mul(x, v));
    t3 = f64x2.add(t3, f64x2.mul(y, v));
    p += 16;
    p1 += 16;
    q += 16;
    q1 += 16;
    q2 += 16;
    q3 += 16;
  }
  less(at, s0);
  less(at + 8, s1);
  less(at + 16, s2);
  less(at + 24, s3);
  const below = at + line;
  less(below, t0);
  less(below + 8, t1);
  less(below + 16, t2);
  less(below + 24, t3);
}

function inner(p: usize, q: usize, k: u32): f64 {
  let s = f64x2.splat(0);
  const end = p + ((<usize>(k & ~1)) << 3);
  while (p < end) {
    s = f64x2.add(s, f64x2.mul(v128.load(p), v128.load(q)));
    p += 16;
    q += 16;
  }
  return both(s) + (k & 1 ? load<f64>(p) * load<f64>(q) : 0);
}

/**
 * Cholesky factor of the lower triangle in place, n a multiple of 4 and `n` doubles a row; false where it is not
 * positive definite. What lies above the diagonal is overwritten within blocks and means nothing.
 */
export function factor(n: u32, m: usize): bool {
  const line = (<usize>n) << 3;
  for (let j: u32 = 0; j < n; j += block) {
    const end = min<u32>(n, j + block);
    for (let i: u32 = j; i < n; i += 2)
      for (let c: u32 = j; c < end && c < i + 2; c += 4)
        tile(m + <usize>i * line + ((<usize>c) << 3), line, m + <usize>i * line, m + <usize>c * line, j);
    for (let i: u32 = j; i < n; i++) {
      const row = m + <usize>i * line + ((<usize>j) << 3);
      const last = min<u32>(i, end - 1);
      for (let c: u32 = j; c <= last; c++) {
        const other = m + <usize>c * line + ((<usize>j) << 3);
        const at = row + ((<usize>(c - j)) << 3);
        const value = load<f64>(at) - inner(row, other, c - j);
        if (c < i) store<f64>(at, value / load<f64>(other + ((<usize>(c - j)) << 3)));
        else {
          if (!(value > 0)) return false;
          store<f64>(at, sqrt<f64>(value));
        }
      }
    }
  }
  return true;
}
