/** out = m x for a full n-column matrix of `rows` rows and `columns` vectors side by side (even). */
export function product(rows: u32, n: u32, m: usize, x: usize, out: usize, columns: u32): void {
  const line = (<usize>columns) << 3;
  const row = (<usize>n) << 3;
  for (let i: u32 = 0; i < rows; i++) {
    for (let c: usize = 0; c < line; c += 48) {
      const width = min<usize>(48, line - c);
      let a = m + <usize>i * row;
      let q = x + c;
      const end = a + row;
      const at = out + <usize>i * line + c;
      let s0 = f64x2.splat(0),
        s1 = f64x2.splat(0),
        s2 = f64x2.splat(0);
      if (width === 48) {
        while (a < end) {
          const v = v128.load64_splat(a);
          s0 = f64x2.add(s0, f64x2.mul(v, v128.load(q)));
          s1 = f64x2.add(s1, f64x2.mul(v, v128.load(q, 16)));
          s2 = f64x2.add(s2, f64x2.mul(v, v128.load(q, 32)));
          a += 8;
          q += line;
        }
        v128.store(at, s0);
        v128.store(at, s1, 16);
        v128.store(at, s2, 32);
      } else
        for (let d: usize = 0; d < width; d += 16) {
          s0 = f64x2.splat(0);
          let b = a;
          let y = q + d;
          while (b < end) {
            s0 = f64x2.add(s0, f64x2.mul(v128.load64_splat(b), v128.load(y)));
            b += 8;
            y += line;
          }
          v128.store(at + d, s0);
        }
    }
  }
}

/** Rows of single precision times a matrix of single precision, `columns` (a multiple of 4) side by side. */
export function forward(rows: u32, width: u32, x: usize, w: usize, out: usize, columns: u32): void {
  const line = (<usize>columns) << 2;
  const row = (<usize>width) << 2;
  for (let i: u32 = 0; i < rows; i += 2) {
    for (let c: usize = 0; c < line; c += 16) {
      let a = x + <usize>i * row;
      let q = w + c;
      const end = a + row;
      let s0 = f32x4.splat(0),
        s1 = f32x4.splat(0),
        t0 = f32x4.splat(0),
        t1 = f32x4.splat(0);
      while (a < end) {
        const q0 = v128.load(q);
        const q1 = v128.load(q + line);
        s0 = f32x4.add(s0, f32x4.mul(v128.load32_splat(a), q0));
        t0 = f32x4.add(t0, f32x4.mul(v128.load32_splat(a + row), q0));
        s1 = f32x4.add(s1, f32x4.mul(v128.load32_splat(a, 4), q1));
        t1 = f32x4.add(t1, f32x4.mul(v128.load32_splat(a + row, 4), q1));
        a += 8;
        q += line + line;
      }
      const at = out + <usize>i * line + c;
      v128.store(at, f32x4.add(s0, s1));
      v128.store(at + line, f32x4.add(t0, t1));
    }
  }
}

/** out += x' r over `rows` rows of single precision, `columns` (a multiple of 4) side by side. */
export function backward(rows: u32, width: u32, x: usize, r: usize, out: usize, columns: u32): void {
  const line = (<usize>columns) << 2;
  const row = (<usize>width) << 2;
  for (let i: u32 = 0; i < rows; i += 4) {
    for (let c: usize = 0; c < line; c += 16) {
      const at = r + <usize>i * line + c;
      const r0 = v128.load(at);
      const r1 = v128.load(at + line);
      const r2 = v128.load(at + line * 2);
      const r3 = v128.load(at + line * 3);
      let a = x + <usize>i * row;
      let o = out + c;
      const end = a + row;
      while (a < end) {
        const s = f32x4.add(
          f32x4.add(f32x4.mul(v128.load32_splat(a), r0), f32x4.mul(v128.load32_splat(a + row), r1)),
          f32x4.add(
            f32x4.mul(v128.load32_splat(a + row * 2), r2),
            f32x4.mul(v128.load32_splat(a + row * 3), r3),
          ),
        );
        v128.store(o, f32x4.add(v128.load(o), s));
        a += 4;
        o += line;
      }
    }
  }
}
