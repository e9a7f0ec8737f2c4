// Time of the hot path of bootstrap replicates; run after `npx tsc -p libs/stats/tsconfig.lib.json`.
import {
  bootstrapCounts,
  createRandom,
  expit,
  fitLogistic,
  restrictedCubicSpline,
  splineKnots,
} from '../dist/index.js';

function time(name, work, repeats) {
  work(0);
  work(1);
  const start = performance.now();
  for (let i = 0; i < repeats; i++) work(i);
  const each = (performance.now() - start) / repeats;
  process.stdout.write(`${name.padEnd(52)} ${each.toFixed(3)} ms\n`);
}

for (const n of [1e3, 1e4, 1e5]) {
  const random = createRandom('bench');
  const x = Float64Array.from({ length: n }, () => random.normal() - 1);
  const y = Uint8Array.from(x, (v) => (random.uniform() < expit(0.9 * v - 0.2) ? 1 : 0));
  const spline = restrictedCubicSpline(x, splineKnots(x.toSorted()));
  const counts = new Float64Array(n);
  const repeats = Math.max(20, Math.round(2e6 / n / 5));
  const start = fitLogistic({ y, columns: [x] }).coefficients;
  time(`n ${n}: bootstrapCounts`, (i) => bootstrapCounts(n, random.fork(i), counts), repeats);
  time(`n ${n}: intercept and slope, all rows`, () => fitLogistic({ y, columns: [x] }), repeats);
  time(
    `n ${n}: intercept and slope, bootstrap, warm start`,
    () => fitLogistic({ y, columns: [x], w: counts, start }),
    repeats,
  );
  time(`n ${n}: intercept with offset`, () => fitLogistic({ y, columns: [], w: counts, offset: x }), repeats);
  time(`n ${n}: spline of 4 knots, bootstrap`, () => fitLogistic({ y, columns: spline, w: counts }), repeats);
}
