/** Columns that are summed in single precision before the sum goes to a double. */
const chunk: u32 = 128;

function lanes(v: v128): f64 {
  return (
    <f64>f32x4.extract_lane(v, 0) +
    <f64>f32x4.extract_lane(v, 1) +
    <f64>f32x4.extract_lane(v, 2) +
    <f64>f32x4.extract_lane(v, 3)
  );
}

function add(at: usize, v: v128): void {
  store<f64>(at, load<f64>(at) + lanes(v));
}

/**
 * Adds inner products of rows [0, rows) of a and rows [0, others) of b to out, `stride` doubles a row. Widths are padded
 * to a multiple of 4, rows and others to multiples of 2 and 4; with `lower`, blocks wholly above the diagonal are left out.
 */
export function gram(
  a: usize,
  rows: u32,
  b: usize,
  others: u32,
  width: u32,
  out: usize,
  stride: u32,
  lower: bool,
): void {
  const line = (<usize>width) << 2;
  const outLine = (<usize>stride) << 3;
  for (let j: u32 = 0; j < others; j += 4) {
    for (let i: u32 = lower ? j & ~1 : 0; i < rows; i += 2) {
      const o0 = out + <usize>i * outLine + ((<usize>j) << 3);
      const o1 = o0 + outLine;
      for (let from: u32 = 0; from < width; from += chunk) {
        const skip = (<usize>from) << 2;
        let p0 = a + <usize>i * line + skip;
        let p1 = p0 + line;
        let q0 = b + <usize>j * line + skip;
        let q1 = q0 + line;
        let q2 = q1 + line;
        let q3 = q2 + line;
        const end = p0 + ((<usize>min<u32>(chunk, width - from)) << 2);
        let s0 = f32x4.splat(0);
        let s1 = f32x4.splat(0);
        let s2 = f32x4.splat(0);
        let s3 = f32x4.splat(0);
        let t0 = f32x4.splat(0);
        let t1 = f32x4.splat(0);
        let t2 = f32x4.splat(0);
        let t3 = f32x4.splat(0);
        while (p0 < end) {
          const x = v128.load(p0);
          const y = v128.load(p1);
          let q = v128.load(q0);
          s0 = f32x4.add(s0, f32x4.mul(x, q));
          t0 = f32x4.add(t0, f32x4.mul(y, q));
          q = v128.load(q1);
          s1 = f32x4.add(s1, f32x4.mul(x, q));
          t1 = f32x4.add(t1, f32x4.mul(y, q));
          q = v128.load(q2);
          s2 = f32x4.add(s2, f32x4.mul(x, q));
          t2 = f32x4.add(t2, f32x4.mul(y, q));
          q = v128.load(q3);
          s3 = f32x4.add(s3, f32x4.mul(x, q));
          t3 = f32x4.add(t3, f32x4.mul(y, q));
          p0 += 16;
          p1 += 16;
          q0 += 16;
          q1 += 16;
          q2 += 16;
          q3 += 16;
        }
        add(o0, s0);
        add(o0 + 8, s1);
        add(o0 + 16, s2);
        add(o0 + 24, s3);
        add(o1, t0);
        add(o1 + 8, t1);
        add(o1 + 16, t2);
        add(o1 + 24, t3);
      }
    }
  }
}
