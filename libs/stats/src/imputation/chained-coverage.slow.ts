import { describe, expect, test } from 'vitest';
import {
  bootThenImpute,
  type ChainedColumn,
  clustersOf,
  createRandom,
  expit,
  fitLogistic,
  imputeChained,
  poolImputations,
  type Random,
} from '../index.ts';

const simulations = 400;
const imputations = 20;
/** Three Monte Carlo standard errors of a coverage of 95 %. */
const noise = 3 * Math.sqrt((0.95 * 0.05) / simulations);
const truth = [0.6, 0.8, 0.7];
const names = ['a (complete)', 'b (number)', 's (binary)'];

interface Sample {
  readonly columns: readonly Float64Array[];
  readonly y: Uint8Array;
  /** Gaps of b and s; both more likely with the event and with a large a: missing at random, given those two. */
  readonly lost: readonly Uint8Array[];
}

function sample(random: Random, n: number): Sample {
  const a = Float64Array.from({ length: n }, () => random.normal());
  const b = a.map((value) => 0.5 * value + Math.sqrt(0.75) * random.normal());
  const s = a.map((value) => (random.uniform() < expit(0.8 * value) ? 1 : 0));
  const risk = a.map((_, i) => expit(-1.2 + truth[0]! * a[i]! + truth[1]! * b[i]! + truth[2]! * s[i]!));
  const y = Uint8Array.from(risk, (p) => (random.uniform() < p ? 1 : 0));
  const lose = (base: number, slope: number) =>
    Uint8Array.from(a, (value, i) => (random.uniform() < expit(base + slope * value + 1.2 * y[i]!) ? 1 : 0));
  return { columns: [a, b, s], y, lost: [lose(-1.6, 0.8), lose(-1.8, -0.6)] };
}

interface Fitted {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** Slopes with Wald limits, of some rows. */
function wald({ columns, y }: Sample, rows: Uint32Array): Fitted[] | undefined {
  const fit = fitLogistic({
    y: Uint8Array.from(rows, (row) => y[row]!),
    columns: columns.map((column) => Float64Array.from(rows, (row) => column[row]!)),
  });
  if ('undefinedBecause' in fit) return undefined;
  return truth.map((_, j) => {
    const estimate = fit.coefficients[j + 1]!;
    const margin = 1.959964 * Math.sqrt(fit.covariance[(j + 1) * 5]!);
    return { estimate, lower: estimate - margin, upper: estimate + margin };
  });
}

function chainedColumns({ columns: [a, b, s], y, lost }: Sample, rows: Uint32Array, withOutcome: boolean) {
  const at = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => values[row]!);
  const codes = (values: ArrayLike<number>) => Int32Array.from(rows, (row) => values[row]!);
  const none = new Uint8Array(rows.length);
  const made: ChainedColumn[] = [
    { kind: 'numeric', name: 'a', values: at(a!), missing: none },
    { kind: 'numeric', name: 'b', values: at(b!), missing: Uint8Array.from(at(lost[0]!)) },
    { kind: 'category', name: 's', codes: codes(s!), levels: 2, missing: Uint8Array.from(at(lost[1]!)) },
  ];
  if (withOutcome) made.push({ kind: 'category', name: 'y', codes: codes(y), levels: 2, missing: none });
  return made;
}

function fitsOf(
  drawn: Sample,
  rows: Uint32Array,
  options: { count: number; random: Random; outcome: boolean },
) {
  const made = imputeChained(chainedColumns(drawn, rows, options.outcome), {
    imputations: options.count,
    iterations: 5,
    random: options.random,
  });
  if ('undefinedBecause' in made) return expect.fail(made.undefinedBecause);
  return made.completed.map((columns) =>
    fitLogistic({ y: Uint8Array.from(rows, (row) => drawn.y[row]!), columns: columns.slice(0, 3) }),
  );
}

function pooled(drawn: Sample, random: Random, outcome: boolean): Fitted[] | undefined {
  const fits = fitsOf(drawn, everyRow(drawn), { count: imputations, random, outcome });
  const found = fits.flatMap((fit) => ('undefinedBecause' in fit ? [] : [fit]));
  if (found.length < fits.length) return undefined;
  return truth.map((_, j) => {
    const made = poolImputations(
      {
        estimates: Float64Array.from(found, (fit) => fit.coefficients[j + 1]!),
        variances: Float64Array.from(found, (fit) => fit.covariance[(j + 1) * 5]!),
        completeDf: drawn.y.length - 4,
      },
      0.95,
    );
    return 'undefinedBecause' in made
      ? expect.fail(made.undefinedBecause)
      : { estimate: made.estimate, ...made.interval };
  });
}

const everyRow = ({ y }: Sample) => Uint32Array.from(y.keys());
const methods: Record<string, (drawn: Sample, random: Random) => Fitted[] | undefined> = {
  'nothing missing': (drawn) => wald(drawn, everyRow(drawn)),
  'complete cases': (drawn) =>
    wald(
      drawn,
      everyRow(drawn).filter((row) => drawn.lost.every((flags) => flags[row] === 0)),
    ),
  'imputed with the outcome': (drawn, random) => pooled(drawn, random, true),
  'imputed without the outcome': (drawn, random) => pooled(drawn, random, false),
};

interface Judged {
  readonly bias: number;
  readonly coverage: number;
  readonly width: number;
  readonly defined: number;
}

function judge(n: number, method: string): Judged[] {
  const made = Array.from({ length: simulations }, (_, i) => {
    const random = createRandom('imputation coverage').fork(n).fork(i);
    return methods[method]!(sample(random.fork('sample'), n), random.fork(method));
  }).filter((fits) => fits !== undefined);
  const mean = (values: number[]) => values.reduce((total, value) => total + value, 0) / values.length;
  return truth.map((value, j) => ({
    bias: mean(made.map((fits) => fits[j]!.estimate)) - value,
    coverage: mean(made.map((fits) => Number(fits[j]!.lower <= value && value <= fits[j]!.upper))),
    width: mean(made.map((fits) => fits[j]!.upper - fits[j]!.lower)),
    defined: made.length / simulations,
  }));
}

const sizes = [150, 400];
const results = sizes.flatMap((n) =>
  Object.keys(methods).map((method) => ({ n, method, judged: judge(n, method) })),
);
const of = (n: number, method: string) => results.find((one) => one.n === n && one.method === method)!.judged;

describe.each(sizes)('%d patients, many with gaps', (n) => {
  test('with the outcome: no bias beyond that of complete data, limits that hold', () => {
    of(n, 'imputed with the outcome').forEach(({ bias, coverage }, j) => {
      expect(Math.abs(bias - of(n, 'nothing missing')[j]!.bias)).toBeLessThan(0.1 * truth[j]!);
      expect(coverage).toBeGreaterThan(0.95 - noise);
    });
  });

  test('without the outcome the slopes of imputed columns are diluted', () => {
    for (const j of [1, 2]) {
      const without = of(n, 'imputed without the outcome')[j]!.bias;
      expect(without).toBeLessThan(of(n, 'imputed with the outcome')[j]!.bias - 0.05);
    }
  });
});

test('bootstrap, then impute: both intervals hold', () => {
  const rounds = 150;
  const held = { percentile: 0, components: 0 };
  for (let i = 0; i < rounds; i++) {
    const random = createRandom('boot coverage').fork(i);
    const drawn = sample(random.fork('sample'), 150);
    const made = bootThenImpute(
      clustersOf(everyRow(drawn)),
      (rows, options) =>
        fitsOf(drawn, rows, { count: options.imputations, random: options.random, outcome: true }).map(
          (fit) => ('undefinedBecause' in fit ? fit : { value: fit.coefficients[2]! }),
        ),
      { resamples: 100, imputations: 2, confidence: 0.95, random: random.fork('boot') },
    );
    if ('undefinedBecause' in made || 'undefinedBecause' in made.components) return expect.fail('undefined');
    for (const [name, { lower, upper }] of Object.entries({
      percentile: made.percentile,
      components: made.components.interval,
    }))
      if (lower <= truth[1]! && truth[1]! <= upper) held[name as keyof typeof held]++;
  }
  for (const count of Object.values(held))
    expect(count / rounds).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / rounds) - 0.02);
});

test('the committed table', async () => {
  const lines = results.flatMap(({ n, method, judged }) =>
    judged.map(
      ({ bias, coverage, width, defined }, j) =>
        `| ${n} | ${method} | ${names[j]} | ${truth[j]} | ${bias.toFixed(2)} | ${(100 * coverage).toFixed(1)} % | ${width.toFixed(2)} | ${(100 * defined).toFixed(1)} % |`,
    ),
  );
  const table = `# Coverage of multiple imputation

Log odds ratios of a logistic model in ${simulations} simulated cohorts, values missing at random given the event and a complete
column. ${imputations} imputations, 5 iterations, Rubin's rules; 95 % intervals. Monte Carlo standard error of a coverage:
${(100 * Math.sqrt((0.95 * 0.05) / simulations)).toFixed(1)} points. Made by \`npm run test-slow -- chained-coverage\`.

| patients | method | column | truth | bias | coverage | mean width | estimable |
| -------- | ------ | ------ | ----- | ---- | -------- | ---------- | --------- |
${lines.join('\n')}
`;
  await expect(table).toMatchFileSnapshot('../../../../docs/imputation-coverage.md');
});
