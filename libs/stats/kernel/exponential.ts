/**
 * exp(x) of two numbers held to [-700, 700], to 1 unit of the last place: x = k ln 2 + r, the Taylor series of exp(r) in
 * two interleaved halves, and k added to the exponent. Sums and products alone, so every engine gives the same bits.
 */
export function exponential2(x: v128): v128 {
  const held = f64x2.min(f64x2.max(x, f64x2.splat(-700)), f64x2.splat(700));
  const magic = f64x2.splat(6755399441055744);
  const shifted = f64x2.add(f64x2.mul(held, f64x2.splat(Math.LOG2E)), magic);
  const k = f64x2.sub(shifted, magic);
  const high = f64x2.sub(held, f64x2.mul(k, f64x2.splat(0.6931471803691238)));
  const r = f64x2.sub(high, f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)));
  const s = f64x2.mul(r, r);
  let even = f64x2.splat(2.08767569878681e-9);
  let odd = f64x2.splat(1.6059043836821613e-10);
  even = f64x2.add(f64x2.mul(even, s), f64x2.splat(2.755731922398589e-7));
  odd = f64x2.add(f64x2.mul(odd, s), f64x2.splat(2.505210838544172e-8));
  even = f64x2.add(f64x2.mul(even, s), f64x2.splat(2.48015873015873e-5));
  odd = f64x2.add(f64x2.mul(odd, s), f64x2.splat(2.7557319223985893e-6));
  even = f64x2.add(f64x2.mul(even, s), f64x2.splat(1.388888888888889e-3));
  odd = f64x2.add(f64x2.mul(odd, s), f64x2.splat(1.984126984126984e-4));
  even = f64x2.add(f64x2.mul(even, s), f64x2.splat(4.1666666666666664e-2));
  odd = f64x2.add(f64x2.mul(odd, s), f64x2.splat(8.333333333333333e-3));
  even = f64x2.add(f64x2.mul(even, s), f64x2.splat(0.5));
  odd = f64x2.add(f64x2.mul(odd, s), f64x2.splat(1.6666666666666666e-1));
  const series = f64x2.add(r, f64x2.mul(s, f64x2.add(even, f64x2.mul(r, odd))));
  const mantissa = f64x2.add(f64x2.splat(1), series);
  return i64x2.add(mantissa, i64x2.shl(shifted, 52));
}
