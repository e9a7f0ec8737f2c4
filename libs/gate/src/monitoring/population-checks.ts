import type { Random } from '@raredx/stats';
import type { AttributeSides } from './attribute-sides.ts';
import { detectableShift, largeChange } from './detectable-change.ts';
import { inWords } from './in-words.ts';
import { type MonitoringCheck, monitoringCheck } from './monitoring-check.ts';
import { type DriftTest, populationDrift } from './population-drift.ts';
import { firstOfEachPatient, riskSample, type WatchedSample } from './watched-sample.ts';

export interface PopulationOptions {
  readonly random: Random;
  readonly permutations: number;
  readonly resamples: number;
  readonly confidence: number;
  /** Of all checks here together. */
  readonly alarmRate: number;
}

const titles: Readonly<Record<string, string>> = {
  kolmogorov_smirnov: 'Risks: Kolmogorov–Smirnov distance',
  wasserstein: 'Risks: Wasserstein distance',
  population_stability_index: 'Risks: population stability index',
};

/** Drift of scores and case mix, each test against its share of the family's false-alarm rate. */
export function populationChecks(
  reference: readonly WatchedSample[],
  fresh: readonly WatchedSample[],
  options: PopulationOptions,
): readonly MonitoringCheck[] {
  const sides = [riskSample(reference), riskSample(fresh)] as const;
  const attributes = attributesOf(reference, fresh);
  const usable = attributes.filter((one): one is AttributeSides => 'levels' in one);
  const sizes = [sides[0].patients, sides[1].patients] as const;
  // With fewer permutations no p could fall below the family's rate.
  const permutations = Math.max(options.permutations, Math.ceil(4 / options.alarmRate));
  const tests = populationDrift(sides, usable, { ...options, permutations });
  const fewest = detectableShift(sizes, options.alarmRate / tests.length);
  const made = tests.map((one) => checkOf(one, { fewest, patients: sizes[1], alarmRate: options.alarmRate }));
  const missing = attributes.flatMap((one) =>
    'levels' in one
      ? []
      : [
          monitoringCheck({
            id: `case_mix:${one.name}`,
            family: 'population',
            title: `Case mix: ${one.name}`,
            verdict: 'not_estimable',
            why: one.undefinedBecause,
            method: 'not made',
            patients: sizes[1],
          }),
        ],
  );
  return [...made, ...missing];
}

function checkOf(
  test: DriftTest,
  {
    fewest,
    patients,
    alarmRate,
  }: { readonly fewest: number; readonly patients: number; readonly alarmRate: number },
): MonitoringCheck {
  const isScore = test.subject === 'scores';
  const alert = test.adjustedP <= alarmRate;
  const enough = fewest <= largeChange.standardisedShift;
  const seen = `${inWords(test.estimate)}, adjusted p ${inWords(test.adjustedP)}; without drift 95 % lie below ${inWords(test.withoutDrift)}`;
  return monitoringCheck({
    id: isScore ? `scores:${test.statistic}` : `case_mix:${test.subject}`,
    family: 'population',
    title: isScore ? titles[test.statistic]! : `Case mix: ${test.subject}, total variation`,
    verdict: alert ? 'alert' : enough ? 'quiet' : 'insufficient',
    why:
      alert || enough ? seen : `${seen}; a shift below ${inWords(fewest)} standard deviations may be missed`,
    method: `permutation of patients; interval: ${test.method}`,
    estimate: test.estimate,
    lower: test.lower,
    upper: test.upper,
    confidence: test.lower === null ? null : test.confidence,
    pValue: test.pValue,
    adjustedP: test.adjustedP,
    limit: alarmRate,
    falseAlarms: `chance of ${inWords(alarmRate)} over scores and case mix together`,
    patients,
  });
}

type Attribute = AttributeSides | { readonly name: string; readonly undefinedBecause: string };

/** Attributes by the patient's first sample. */
function attributesOf(
  reference: readonly WatchedSample[],
  fresh: readonly WatchedSample[],
): readonly Attribute[] {
  const then = firstOfEachPatient(reference, { labelled: false });
  const now = firstOfEachPatient(fresh, { labelled: false });
  const names = Object.keys(then[0]?.attributes ?? {});
  return names.map((name): Attribute => {
    if (!(name in (now[0]?.attributes ?? {})))
      return { name, undefinedBecause: 'the new table has no such column' };
    const value = (one: WatchedSample) => one.attributes[name] ?? 'unknown';
    const levels = [...new Set([...then, ...now].map(value))].sort();
    if (levels.length < 2) return { name, undefinedBecause: 'one level on both sides' };
    const code = (one: WatchedSample) => levels.indexOf(value(one));
    return { name, levels, reference: Uint32Array.from(then, code), fresh: Uint32Array.from(now, code) };
  });
}
