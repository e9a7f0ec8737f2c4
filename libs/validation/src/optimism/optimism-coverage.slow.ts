import { auroc, brier } from '@raredx/metrics';
import { bootstrapCounts, createRandom, type Estimate, expit, fitLogistic, type Random } from '@raredx/stats';
import { beforeAll, describe, expect, it } from 'vitest';
import { optimism } from './optimism.ts';
import { optimismStatements } from './optimism-statements.ts';
import type { ReplayedModel } from './replayed-model.ts';

const simulations = 300;
const replicates = 100;
const slopes = [0.8, -0.5, 0.3, 0, 0];

interface Cohort {
  readonly y: Uint8Array;
  readonly columns: readonly Float64Array[];
}

function draw(random: Random, patients: number): Cohort {
  const columns = slopes.map(() => Float64Array.from({ length: patients }, () => random.normal()));
  const y = Uint8Array.from({ length: patients }, (_, i) => {
    const linear = slopes.reduce((sum, slope, c) => sum + slope * columns[c][i], -1);
    return random.uniform() < expit(linear) ? 1 : 0;
  });
  return { y, columns };
}

type Model = (columns: readonly Float64Array[]) => Float64Array;

function fit({ y, columns }: Cohort, w?: Float64Array): Model {
  const fitted = fitLogistic(w ? { y, columns, w } : { y, columns });
  const made = 'coefficients' in fitted ? fitted : fitLogistic({ y, columns, ...(w ? { w } : {}), ridge: 1 });
  if ('undefinedBecause' in made) throw new Error(made.undefinedBecause);
  const [b0, ...b] = made.coefficients;
  return (at) => at[0].map((_, i) => expit(b.reduce((sum, slope, c) => sum + slope * at[c][i], b0)));
}

function replay(cohort: Cohort, random: Random): ReplayedModel {
  const { y, columns } = cohort;
  const events = y.reduce((sum, outcome) => sum + outcome, 0);
  const drawn = Array.from({ length: replicates }, (_, b) => {
    const inBag = bootstrapCounts(y.length, random.fork(b));
    const p = fit(cohort, inBag)(columns);
    return { p, inBag, outOfBag: inBag.map((count) => (count === 0 ? 1 : 0)), note: '' };
  });
  return {
    model: 'model',
    label: 'outcome',
    y,
    apparent: fit(cohort)(columns),
    replicates: drawn,
    patients: y.length,
    events,
    stratified: false,
  };
}

const world = draw(createRandom('world'), 20_000);
const names = ['optimism_corrected', 'optimism_632', 'optimism_632_plus'] as const;

interface Tally {
  covered: number;
  error: number;
}

/** The truth of a simulation is what the model fitted in it does among 20,000 other patients. */
function simulate(patients: number): Record<string, Tally> {
  const found: Record<string, Tally> = {};
  for (let s = 0; s < simulations; s++) {
    const random = createRandom('optimism').fork(patients).fork(s);
    const cohort = draw(random, patients);
    const everyone = { y: world.y, p: fit(cohort)(world.columns) };
    const truth: Record<string, Estimate> = { auroc: auroc(everyone), brier: brier(everyone) };
    for (const row of optimismStatements(replay(cohort, random.fork('replays')), 0.95)) {
      const real = truth[row.metric.split(':')[1]];
      if (!(real && 'value' in real) || row.estimate === null) continue;
      found[row.metric] ??= { covered: 0, error: 0 };
      found[row.metric].error += (row.estimate - real.value) / simulations;
      const holds = row.lower !== null && row.lower <= real.value && real.value <= (row.upper as number);
      found[row.metric].covered += holds ? 1 / simulations : 0;
    }
  }
  return found;
}

/** The interval is known to be too narrow where events are few; its note says so, with these numbers. */
describe.each([
  [60, 18, 0.74],
  [100, 30, 0.8],
  [200, 60, 0.87],
])('%d patients, about %d events', (patients, _, least) => {
  let found: Record<string, Tally>;
  beforeAll(() => {
    found = simulate(patients);
  }, 1_200_000);
  it.each(['auroc', 'brier'])(
    `%s: corrections come nearer to the truth, intervals cover over ${least}`,
    (metric) => {
      const said = JSON.stringify(found);
      for (const name of names) {
        const { error, covered } = found[`${name}:${metric}`];
        expect(Math.abs(error), said).toBeLessThan(Math.abs(found[`apparent:${metric}`].error));
        expect(covered, said).toBeGreaterThan(least);
      }
    },
  );
});

it('a model that knows nothing is not found to know something', () => {
  let corrected = 0;
  for (let s = 0; s < simulations; s++) {
    const random = createRandom('nothing').fork(s);
    const cohort = draw(random, 60);
    const shuffled = { ...cohort, y: Uint8Array.from(cohort.y, () => (random.uniform() < 0.3 ? 1 : 0)) };
    const [made] = optimism(replay(shuffled, random.fork('replays')), ['auroc']);
    if ('value' in made.weighted632Plus) corrected += made.weighted632Plus.value / simulations;
  }
  expect(Math.abs(corrected - 0.5)).toBeLessThan(0.04);
});
