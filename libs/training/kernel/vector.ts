/** Σ a b over an even number of doubles. */
export function dot(n: u32, a: usize, b: usize): f64 {
  let s = f64x2.splat(0);
  let t = f64x2.splat(0);
  const end = a + ((<usize>(n & ~3)) << 3);
  while (a < end) {
    s = f64x2.add(s, f64x2.mul(v128.load(a), v128.load(b)));
    t = f64x2.add(t, f64x2.mul(v128.load(a, 16), v128.load(b, 16)));
    a += 32;
    b += 32;
  }
  if (n & 2) s = f64x2.add(s, f64x2.mul(v128.load(a), v128.load(b)));
  s = f64x2.add(s, t);
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/** y += scale x over an even number of doubles. */
export function axpy(n: u32, scale: f64, x: usize, y: usize): void {
  const s = f64x2.splat(scale);
  const end = x + ((<usize>n) << 3);
  while (x < end) {
    v128.store(y, f64x2.add(v128.load(y), f64x2.mul(s, v128.load(x))));
    x += 16;
    y += 16;
  }
}
