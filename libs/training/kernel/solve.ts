function less(at: usize, v: v128): void {
  v128.store(at, f64x2.sub(v128.load(at), v));
}

/** Six right-hand sides, `line` bytes a row; l is lower triangular, n a multiple of 4. */
function three(n: u32, l: usize, r: usize, line: usize): void {
  const row = (<usize>n) << 3;
  for (let i: u32 = 0; i < n; i += 4) {
    let a = l + <usize>i * row;
    let s00 = f64x2.splat(0),
      s01 = f64x2.splat(0),
      s02 = f64x2.splat(0);
    let s10 = f64x2.splat(0),
      s11 = f64x2.splat(0),
      s12 = f64x2.splat(0);
    let s20 = f64x2.splat(0),
      s21 = f64x2.splat(0),
      s22 = f64x2.splat(0);
    let s30 = f64x2.splat(0),
      s31 = f64x2.splat(0),
      s32 = f64x2.splat(0);
    let q = r;
    const end = a + ((<usize>i) << 3);
    while (a < end) {
      const q0 = v128.load(q),
        q1 = v128.load(q, 16),
        q2 = v128.load(q, 32);
      let v = v128.load64_splat(a);
      s00 = f64x2.add(s00, f64x2.mul(v, q0));
      s01 = f64x2.add(s01, f64x2.mul(v, q1));
      s02 = f64x2.add(s02, f64x2.mul(v, q2));
      v = v128.load64_splat(a + row);
      s10 = f64x2.add(s10, f64x2.mul(v, q0));
      s11 = f64x2.add(s11, f64x2.mul(v, q1));
      s12 = f64x2.add(s12, f64x2.mul(v, q2));
      v = v128.load64_splat(a + row + row);
      s20 = f64x2.add(s20, f64x2.mul(v, q0));
      s21 = f64x2.add(s21, f64x2.mul(v, q1));
      s22 = f64x2.add(s22, f64x2.mul(v, q2));
      v = v128.load64_splat(a + row + row + row);
      s30 = f64x2.add(s30, f64x2.mul(v, q0));
      s31 = f64x2.add(s31, f64x2.mul(v, q1));
      s32 = f64x2.add(s32, f64x2.mul(v, q2));
      a += 8;
      q += line;
    }
    less(q, s00);
    less(q + 16, s01);
    less(q + 32, s02);
    less(q + line, s10);
    less(q + line + 16, s11);
    less(q + line + 32, s12);
    less(q + line * 2, s20);
    less(q + line * 2 + 16, s21);
    less(q + line * 2 + 32, s22);
    less(q + line * 3, s30);
    less(q + line * 3 + 16, s31);
    less(q + line * 3 + 32, s32);
    small(a, q, row, line, 48);
  }
  for (let i: i32 = <i32>n - 4; i >= 0; i -= 4) {
    let a = l + <usize>i * row;
    const at = r + <usize>i * line;
    smallBack(a + ((<usize>i) << 3), at, row, line, 48);
    const x00 = v128.load(at),
      x01 = v128.load(at, 16),
      x02 = v128.load(at, 32);
    const x10 = v128.load(at + line),
      x11 = v128.load(at + line, 16),
      x12 = v128.load(at + line, 32);
    const x20 = v128.load(at + line * 2),
      x21 = v128.load(at + line * 2, 16),
      x22 = v128.load(at + line * 2, 32);
    const x30 = v128.load(at + line * 3),
      x31 = v128.load(at + line * 3, 16),
      x32 = v128.load(at + line * 3, 32);
    let q = r;
    while (q < at) {
      const v0 = v128.load64_splat(a),
        v1 = v128.load64_splat(a + row);
      const v2 = v128.load64_splat(a + row + row),
        v3 = v128.load64_splat(a + row + row + row);
      less(
        q,
        f64x2.add(
          f64x2.add(f64x2.mul(v0, x00), f64x2.mul(v1, x10)),
          f64x2.add(f64x2.mul(v2, x20), f64x2.mul(v3, x30)),
        ),
      );
      less(
        q + 16,
        f64x2.add(
          f64x2.add(f64x2.mul(v0, x01), f64x2.mul(v1, x11)),
          f64x2.add(f64x2.mul(v2, x21), f64x2.mul(v3, x31)),
        ),
      );
      less(
        q + 32,
        f64x2.add(
          f64x2.add(f64x2.mul(v0, x02), f64x2.mul(v1, x12)),
          f64x2.add(f64x2.mul(v2, x22), f64x2.mul(v3, x32)),
        ),
      );
      a += 8;
      q += line;
    }
  }
}

/** Two right-hand sides. */
function one(n: u32, l: usize, r: usize, line: usize): void {
  const row = (<usize>n) << 3;
  for (let i: u32 = 0; i < n; i += 4) {
    let a = l + <usize>i * row;
    let s0 = f64x2.splat(0),
      s1 = f64x2.splat(0),
      s2 = f64x2.splat(0),
      s3 = f64x2.splat(0);
    let q = r;
    const end = a + ((<usize>i) << 3);
    while (a < end) {
      const v = v128.load(q);
      s0 = f64x2.add(s0, f64x2.mul(v128.load64_splat(a), v));
      s1 = f64x2.add(s1, f64x2.mul(v128.load64_splat(a + row), v));
      s2 = f64x2.add(s2, f64x2.mul(v128.load64_splat(a + row + row), v));
      s3 = f64x2.add(s3, f64x2.mul(v128.load64_splat(a + row + row + row), v));
      a += 8;
      q += line;
    }
    less(q, s0);
    less(q + line, s1);
    less(q + line * 2, s2);
    less(q + line * 3, s3);
    small(a, q, row, line, 16);
  }
  for (let i: i32 = <i32>n - 4; i >= 0; i -= 4) {
    let a = l + <usize>i * row;
    const at = r + <usize>i * line;
    smallBack(a + ((<usize>i) << 3), at, row, line, 16);
    const x0 = v128.load(at),
      x1 = v128.load(at + line),
      x2 = v128.load(at + line * 2),
      x3 = v128.load(at + line * 3);
    let q = r;
    while (q < at) {
      const v = f64x2.add(
        f64x2.add(f64x2.mul(v128.load64_splat(a), x0), f64x2.mul(v128.load64_splat(a + row), x1)),
        f64x2.add(
          f64x2.mul(v128.load64_splat(a + row + row), x2),
          f64x2.mul(v128.load64_splat(a + row + row + row), x3),
        ),
      );
      less(q, v);
      a += 8;
      q += line;
    }
  }
}

/** The triangle of four rows on the diagonal; `bytes` of each row of the right-hand side. */
function small(a: usize, q: usize, row: usize, line: usize, bytes: usize): void {
  for (let i: usize = 0; i < 4; i++)
    for (let c: usize = 0; c < bytes; c += 16) {
      const at = q + i * line + c;
      let v = v128.load(at);
      for (let k: usize = 0; k < i; k++)
        v = f64x2.sub(v, f64x2.mul(v128.load64_splat(a + i * row + (k << 3)), v128.load(q + k * line + c)));
      v128.store(at, f64x2.div(v, v128.load64_splat(a + i * row + (i << 3))));
    }
}

function smallBack(a: usize, q: usize, row: usize, line: usize, bytes: usize): void {
  for (let i: isize = 3; i >= 0; i--)
    for (let c: usize = 0; c < bytes; c += 16) {
      const at = q + <usize>i * line + c;
      let v = v128.load(at);
      for (let k: isize = i + 1; k < 4; k++)
        v = f64x2.sub(
          v,
          f64x2.mul(
            v128.load64_splat(a + <usize>k * row + ((<usize>i) << 3)),
            v128.load(q + <usize>k * line + c),
          ),
        );
      v128.store(at, f64x2.div(v, v128.load64_splat(a + <usize>i * row + ((<usize>i) << 3))));
    }
}

/** r = (l l')⁻¹ r for `columns` right-hand sides side by side (even), n a multiple of 4. */
export function solve(n: u32, l: usize, r: usize, columns: u32): void {
  const line = (<usize>columns) << 3;
  let c: u32 = 0;
  for (; c + 6 <= columns; c += 6) three(n, l, r + ((<usize>c) << 3), line);
  for (; c < columns; c += 2) one(n, l, r + ((<usize>c) << 3), line);
}
