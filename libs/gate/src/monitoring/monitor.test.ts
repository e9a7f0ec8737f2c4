import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { expectRelative, monitoringReference } from '../../tests/monitoring-reference.ts';
import { type Drift, simulatedStream } from '../../tests/simulated-stream.ts';
import { expectedPerformance } from './expected-performance.ts';
import { latencyCheck } from './latency-check.ts';
import { latencyPercentiles } from './latency-percentiles.ts';
import { leadingComponents } from './leading-components.ts';
import { monitor } from './monitor.ts';
import { monitoringCheck, monitoringVerdict, thinnedPath } from './monitoring-check.ts';
import type { WatchedSample } from './watched-sample.ts';

const root = createRandom('monitor');
const none: Drift = { kind: 'none', size: 0, after: 0 };
const options = {
  ...{ random: root, alarmRate: 0.05, confidence: 0.95, thresholds: [0.2] },
  ...{ permutations: 199, resamples: 199, simulations: 999 },
};

function samples(n: number, name: string, drift: Drift = none, labelled = true): readonly WatchedSample[] {
  const random = root.fork(name);
  const { y, p } = simulatedStream(n, drift, random);
  return Array.from(p, (risk, i) => ({
    ...{ patient: `${name}-${i}`, risk },
    outcome: labelled ? (y[i] === 1 ? 1 : 0) : null,
    attributes: { sex: random.uniform() < 0.5 ? 'F' : 'M' },
  }));
}

describe('the verdict', () => {
  it('quiet where nothing moved', () => {
    const { checks, labelFree, baseline } = monitor(samples(400, 'then'), samples(400, 'now'), options);
    expect(checks.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(
      checks.map(({ id }) => `${id} quiet`),
    );
    expect(monitoringVerdict(checks)).toBe('quiet');
    expect(labelFree.undefinedBecause).toBeNull();
    expect(baseline).toBe('stated');
  });

  it('alert where outcomes moved away from the risks, and the label-free estimate is withheld', () => {
    const fresh = samples(400, 'off', { kind: 'intercept', size: 1.2, after: 0 });
    const { checks, labelFree } = monitor(samples(400, 'then'), fresh, options);
    expect(monitoringVerdict(checks)).toBe('alert');
    expect(checks.find(({ id }) => id === 'cusum')).toMatchObject({ verdict: 'alert' });
    expect(checks.find(({ id }) => id === 'scores:wasserstein')).toMatchObject({ verdict: 'quiet' });
    expect(labelFree.estimates).toEqual([]);
    expect(labelFree.undefinedBecause).toContain('the outcomes that are known contradict the risks');
  });

  it('too few to say where a large change would be missed', () => {
    const { checks } = monitor(samples(400, 'then'), samples(9, 'nine'), options);
    expect(monitoringVerdict(checks)).toBe('insufficient');
  });

  it('without outcomes the sequence is not estimable, and the rest shares the rate', () => {
    const { checks, alarmRateOfFamily } = monitor(
      samples(400, 'then'),
      samples(300, 'bare', none, false),
      options,
    );
    expect(checks.filter(({ verdict }) => verdict === 'not_estimable').map(({ id }) => id)).toEqual([
      ...['cusum', 'calibration', 'brier', 'log_loss'],
    ]);
    expect(alarmRateOfFamily).toBe(0.025);
  });

  it('no made check is no quiet', () => {
    const gap = { id: 'a', family: 'a', title: 'A', why: '', method: '', patients: 0 };
    expect(monitoringVerdict([monitoringCheck({ ...gap, verdict: 'not_estimable' })])).toBe('insufficient');
  });

  it('an attribute that one side lacks is said', () => {
    const fresh = samples(300, 'now').map((one) => ({ ...one, attributes: {} }));
    const { checks } = monitor(samples(400, 'then'), fresh, options);
    expect(checks.find(({ id }) => id === 'case_mix:sex')).toMatchObject({
      ...{ verdict: 'not_estimable', why: 'the new table has no such column' },
    });
  });

  it('an empty side throws', () => {
    expect(() => monitor([], samples(3, 'now'), options)).toThrow('a side has no samples');
  });
});

describe('a reference whose calibration does not hold', () => {
  const off = samples(2000, 'miscalibrated', { kind: 'slope', size: 0.4, after: 0 });

  it('no label-free estimate, and sequential checks compare with the recalibrated risks', () => {
    const fresh = samples(500, 'alike', { kind: 'slope', size: 0.4, after: 0 });
    const { labelFree, baseline, checks } = monitor(off, fresh, options);
    expect(labelFree.assumptions[0]).toMatchObject({ id: 'calibrated', verdict: 'broken' });
    expect(labelFree.undefinedBecause).toContain('calibrated at the reference: slope 0.');
    expect(baseline).toBe('recalibrated');
    expect(checks.find(({ id }) => id === 'calibration')).toMatchObject({ verdict: 'quiet' });
  });

  it('too small a reference cannot tell', () => {
    const { labelFree } = monitor(samples(40, 'small'), samples(300, 'bare', none, false), options);
    expect(labelFree.assumptions[0].verdict).toBe('cannot_tell');
  });
});

describe('performance without outcomes', () => {
  it('agrees with scikit-learn on every sample taken twice', () => {
    const { p, chance, weight, threshold, ...expected } = monitoringReference.performance;
    const risks = Float64Array.from(p as ArrayLike<number>);
    const rows = expectedPerformance(
      {
        ...{ p: risks, chance: Float64Array.from(chance), weight: Float64Array.from(weight) },
        order: Uint32Array.from(Array.from(risks.keys()).sort((a, b) => risks[a] - risks[b])),
      },
      [threshold],
    );
    for (const { metric, value } of rows) expectRelative(value as number, expected[metric], 1e-10, metric);
  });

  it('under covariate shift its intervals hold what outcomes show', () => {
    let held = 0;
    let estimated = 0;
    const simulations = 60;
    // The truth of the population: risks are right, so that the mean of p (1 − p) over many is the Brier score.
    const many = samples(40_000, 'many', { kind: 'scores', size: 0.8, after: 0 }, false);
    const truth = many.reduce((sum, { risk }) => sum + risk * (1 - risk), 0) / many.length;
    for (let s = 0; s < simulations; s++) {
      const fresh = samples(400, `shifted ${s}`, { kind: 'scores', size: 0.8, after: 0 }, false);
      const { labelFree } = monitor(samples(600, `then ${s}`), fresh, {
        ...options,
        permutations: 99,
        simulations: 99,
      });
      const found = labelFree.estimates.find(({ metric }) => metric === 'brier');
      if (!found) continue;
      estimated++;
      if ((found.lower as number) <= truth && truth <= (found.upper as number)) held++;
    }
    // Five in a hundred references look miscalibrated by chance, some risks lie beyond the reference's.
    expect(estimated).toBeGreaterThanOrEqual(45);
    expect(held / estimated).toBeGreaterThanOrEqual(0.95 - 3 * Math.sqrt((0.05 * 0.95) / estimated));
  });
});

describe('latency', () => {
  it('agrees with scipy.stats.quantile_test', () => {
    for (const { values, share, estimate, limits } of monitoringReference.percentiles) {
      const [found] = latencyPercentiles(Float64Array.from(values), [share], 0.95);
      expectRelative(found.estimate, estimate, 1e-12);
      expect([found.lower, found.upper], `${values.length} ${share}`).toEqual(limits);
    }
  });

  const bar = { share: 0.95, most: 50, minimumMeasurements: 100, source: 'policy' };
  const at = (lower: number | null, upper: number | null, n = 500) =>
    latencyCheck({ share: 0.95, estimate: 40, lower, upper, confidence: 0.95, method: 'm' }, n, bar).verdict;

  it('the whole interval decides', () => {
    expect([at(51, 60), at(30, 50), at(45, 55), at(45, null), at(30, 50, 99)]).toEqual([
      ...['alert', 'quiet', 'insufficient', 'insufficient', 'insufficient'],
    ]);
  });

  it('refuses no values and negative ones', () => {
    expect(() => latencyPercentiles(new Float64Array(0), [0.5], 0.95)).toThrow('no values');
    expect(() => latencyPercentiles(Float64Array.of(-1), [0.5], 0.95)).toThrow('value 1 is negative');
  });
});

describe('components and paths', () => {
  it('the leading component of a line in three features is the line', () => {
    const values = Float64Array.from({ length: 30 }, (_, cell) => Math.floor(cell / 3) * ((cell % 3) + 1));
    const found = leadingComponents(values, { columns: 3, count: 2, random: root });
    const first = Array.from({ length: 10 }, (_, i) => found.values[i * found.columns]);
    const step = first[1] - first[0];
    for (let i = 1; i < 10; i++) expectRelative(first[i] - first[i - 1], step, 1e-6);
  });

  it('a thinned path keeps its top and its end', () => {
    const path = Float64Array.from({ length: 1000 }, (_, i) => (i === 357 ? 9 : 1 + i / 1000));
    const { patients, values } = thinnedPath('a', path, 50);
    expect(patients.length).toBeLessThanOrEqual(51);
    expect(values[patients.indexOf(358)]).toBe(9);
    expect(patients.at(-1)).toBe(1000);
  });
});
