import { auprc, brier, calibrationDistances, logLoss, netBenefit, sensitivity } from '@raredx/metrics';
import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { simulated } from '../../tests/cohort.ts';
import { predictionsTable } from '../../tests/predictions-table.ts';
import { populationOf, rosterOf } from '../population/population.ts';
import { indexPredictions } from '../population/prediction-index.ts';
import { drawPatients, strataOf } from './patient-draws.ts';
import { replicatesOf } from './replicates.ts';

const bootstrap = 20;

function resampled(patients: number) {
  const index = indexPredictions(predictionsTable(simulated('replicates', patients)));
  const { rows } = index.groups[0];
  const population = populationOf(index, rows, rosterOf(index, rows));
  const draws = drawPatients(strataOf([population], population.roster), population.roster.size, {
    bootstrap,
    random: createRandom(1),
  });
  const options = {
    thresholds: [0.2, 0.3],
    curveThresholds: [0.25],
    flexible: true,
    curveAt: new Float64Array(0),
  };
  return { population, draws, replicates: replicatesOf(population, draws, options) };
}

describe.each([100, 2000])('a replicate of %d patients is the metric of the weighted rows', (patients) => {
  const { population, draws, replicates } = resampled(patients);
  const { y, p } = population.repeats[0];
  const weighted = (b: number) => ({ y, p, w: Float64Array.from(draws.of(b)) });

  it.each([
    ['auprc', auprc],
    ['brier', brier],
    ['log_loss', logLoss],
    ['net_benefit@0.2', (data: ReturnType<typeof weighted>) => netBenefit(data, 0.2)],
    ['net_benefit@0.25', (data: ReturnType<typeof weighted>) => netBenefit(data, 0.25)],
    ['sensitivity@0.3', (data: ReturnType<typeof weighted>) => sensitivity(data, 0.3)],
  ] as const)('%s', (name, metric) => {
    for (let b = 0; b < bootstrap; b++) {
      const exact = (metric(weighted(b)) as { value: number }).value;
      expect(Math.abs((replicates.get(name)?.[b] as number) - exact)).toBeLessThan(1e-12);
    }
  });

  // With at most 128 distinct risks the grouping is exact and only the stopping rule shows. Beyond it, a quantile of
  // distances is that of a group's mean: still a small part of the metric's own spread between resamples.
  it.each([
    ['ici', 40],
    ['e50', 25],
    ['e90', 25],
    ['emax', 40],
    ['eci', 40],
  ] as const)('%s, on grouped risks', (name, allowed) => {
    const values = replicates.get(name) as Float64Array;
    const spread = Math.max(...values) - Math.min(...values);
    for (let b = 0; b < bootstrap; b++) {
      const exact = calibrationDistances(weighted(b));
      if (!('ici' in exact)) throw new Error('undefined');
      expect(Math.abs(values[b] - exact[name])).toBeLessThan(spread / (patients <= 128 ? 10_000 : allowed));
    }
  });
});
