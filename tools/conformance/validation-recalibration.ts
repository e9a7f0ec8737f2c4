import { normalQuantile } from '@raredx/stats';
import { type Predictions, textColumn } from '@raredx/tables';
import {
  applyRecalibration,
  fitRecalibration,
  type Recalibration,
  type RecalibrationKind,
  validate,
  vennAbersRisks,
} from '@raredx/validation';
import type { Comparison, Pair } from './comparison.ts';
import { type Json, reference } from './reference.ts';

const floor = 1e-6;
const python = reference('validation', 'recalibration');
const glm = reference('validation', 'recalibration-glm');
const robcov = reference('validation', 'clustered-recalibration');

const cases: readonly (readonly [name: string, data: Json])[] = Object.entries(
  reference('validation', 'recalibration-cases').content.cases as Record<string, Json>,
).map(([name, { y, p, w, at }]) => [
  name,
  {
    y: Uint8Array.from(y),
    p: Float64Array.from(p),
    at: Float64Array.from(at),
    ...(w ? { w: Float64Array.from(w) } : {}),
  },
]);

const fitted = (kind: RecalibrationKind, data: Json): Json => fitRecalibration(kind, data);

const risksAt = (made: Json, at: Float64Array) =>
  'undefinedBecause' in made ? undefined : applyRecalibration(made as Recalibration, at);

const overCases = (expected: Json, pair: (data: Json, expected: Json) => Pair) => () =>
  cases.filter(([name]) => expected[name] !== null).map(([name, data]) => pair(data, expected[name]));

const likelihoods: Comparison[] = (['platt', 'temperature', 'beta'] as const).map((kind) => ({
  name: `fitRecalibration ${kind}, applyRecalibration`,
  from: python,
  by: 'scipy 1.17.1',
  kind: 'iterative',
  tolerance: 1e-8,
  floor,
  cases: overCases(python.content.expected, (data, expected) => {
    const made = fitted(kind, data);
    const { scikitLearn, betacal, ...definition } = expected[kind] ?? {};
    return [{ ...made, risks: risksAt(made, data.at) }, definition];
  }),
}));

const nonparametric: Comparison[] = [
  {
    name: 'fitRecalibration isotonic, applyRecalibration',
    from: python,
    by: 'scikit-learn 1.9.1',
    kind: 'closed form',
    tolerance: 1e-12,
    floor,
    cases: overCases(python.content.expected, (data, { isotonic }) => [
      risksAt(fitted('isotonic', data), data.at),
      isotonic.risks,
    ]),
  },
  {
    name: 'vennAbersRisks',
    from: python,
    by: 'venn-abers 1.5.4',
    kind: 'closed form',
    tolerance: 1e-12,
    floor,
    cases: overCases(python.content.expected, (data, { venn_abers }) => [
      vennAbersRisks(fitted('venn_abers', data), data.at),
      venn_abers.package,
    ]),
  },
];

function robcovPairs(): Pair[] {
  const { patient, y, p, intercept, slope, large, variance } = robcov.content;
  const patients = new Set(patient).size;
  const same = (text: string) => textColumn(y.map(() => text));
  const none = () => new Int32Array(y.length).fill(-1);
  const predictions: Predictions = {
    rows: y.length,
    patientId: textColumn(patient.map((id: number) => `p${id}`)),
    sampleId: textColumn(y.map((_: number, i: number) => `s${i}`)),
    site: same('one'),
    model: same('model'),
    partition: same('external'),
    repeat: none(),
    fold: none(),
    label: same('outcome'),
    y: Uint8Array.from(y),
    p: Float64Array.from(p),
    attributes: {},
    unchecked: [],
  };
  const rows = validate(predictions, { seed: 1, bootstrap: 0, confidence: 0.95, thresholds: [] });
  const found = (metric: string) => {
    const row = rows.find((one) => one.metric === metric) as Json;
    const error = (row.upper - row.lower) / 2 / normalQuantile(0.975);
    // robcov leaves out the correction for estimating from few patients.
    return [row.estimate, (error ** 2 * (patients - 1)) / patients];
  };
  return [
    [found('calibration_intercept'), [intercept, variance.intercept]],
    [found('calibration_slope'), [slope, variance.slope]],
    [found('calibration_in_the_large'), [large, variance.large]],
  ];
}

export const recalibrationComparisons: readonly Comparison[] = [
  {
    name: 'fitRecalibration intercept, intercept and slope',
    from: glm,
    kind: 'iterative',
    tolerance: 1e-9,
    floor,
    cases: overCases(glm.content.expected, (data, { intercept, intercept_slope }) => {
      const line = fitted('intercept_slope', data);
      return [
        { intercept: fitted('intercept', data).intercept, line: [line.intercept, line.slope] },
        { intercept, line: intercept_slope },
      ];
    }),
  },
  ...likelihoods,
  ...nonparametric,
  {
    name: 'validate: calibration of several samples a patient, patient-clustered variance',
    from: robcov,
    kind: 'iterative',
    tolerance: 1e-6,
    floor,
    cases: robcovPairs,
  },
];
