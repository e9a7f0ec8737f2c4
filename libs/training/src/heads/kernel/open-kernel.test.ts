import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../../tests/head-task.ts';
import { openLinearKernel } from './open-kernel.ts';
import { typescriptKernel } from './typescript-kernel.ts';

const wasm = openLinearKernel(2 ** 22);
const normals = (length: number, seed: number) => {
  const random = createRandom(seed);
  return Array.from({ length }, () => random.normal());
};

describe('the WebAssembly kernel and its TypeScript twin', () => {
  it('is WebAssembly here', () => expect(wasm.name).toBe('wasm'));

  for (const columns of [2, 4, 6, 14])
    it(`factor and solve alike (n = 60, ${columns} right-hand sides)`, () => {
      const n = 60;
      const x = Float32Array.from(normals(n * 20, 1));
      const made = [wasm, typescriptKernel].map((kernel) => {
        const rows = kernel.singles(n * 20);
        rows.set(x);
        const gram = kernel.doubles(n * n);
        kernel.gram(rows, rows, { rows: n, others: n, width: 20 }, gram);
        const kept = Float64Array.from(gram);
        for (let i = 0; i < n; i++) gram[i * n + i]! += 3;
        const full = Float64Array.from(gram);
        expect(kernel.factor(n, gram)).toBe(true);
        const right = kernel.doubles(n * columns);
        right.set(normals(n * columns, 2));
        kernel.solve(n, gram, right, columns);
        const matrix = kernel.doubles(n * n);
        matrix.set(full);
        const back = kernel.doubles(n * columns);
        kernel.product({ rows: n, n, columns }, matrix, right, back);
        expect(largestDifference(back, normals(n * columns, 2))).toBeLessThan(1e-11);
        return { kept, right };
      });
      expect(largestDifference(made[0]!.kept, made[1]!.kept)).toBeLessThan(1e-4);
      expect(largestDifference(made[0]!.right, made[1]!.right)).toBeLessThan(1e-4);
    });

  it('multiply tables alike, and refuse what is not positive definite', () => {
    const shape = { rows: 24, width: 36, columns: 8 };
    const made = [wasm, typescriptKernel].map((kernel) => {
      const x = kernel.singles(24 * 36);
      x.set(normals(24 * 36, 3));
      const w = kernel.singles(36 * 8);
      w.set(normals(36 * 8, 4));
      const out = kernel.singles(24 * 8);
      kernel.forward(shape, x, w, out);
      const back = kernel.singles(36 * 8);
      kernel.backward(shape, x, out, back);
      const a = kernel.doubles(6);
      a.set([1, 2, 3, 4, 5, 6]);
      const b = kernel.doubles(6);
      b.fill(2);
      kernel.axpy(0.5, a, b);
      const none = kernel.doubles(16);
      none[0] = -1;
      expect(kernel.factor(4, none)).toBe(false);
      return { out, back, dot: kernel.dot(a, b) };
    });
    expect(largestDifference(made[0]!.out, made[1]!.out)).toBeLessThan(1e-4);
    expect(largestDifference(made[0]!.back, made[1]!.back)).toBeLessThan(1e-3);
    expect(made.map(({ dot }) => dot)).toEqual([87.5, 87.5]);
  });

  it('takes back what a piece of work made', () => {
    const inside = wasm.scratch(() => wasm.doubles(10).fill(7));
    expect(wasm.doubles(10).byteOffset).toBe(inside.byteOffset);
  });
});
