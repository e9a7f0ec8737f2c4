import type { MissingnessDocument } from '@raredx/tables';
import type { Explanations } from '../src/explanations/explanations.ts';
import type { FewShots } from '../src/few-shots/few-shots.ts';
import { humanFields } from '../src/human/human-fields.ts';
import type { HumanItems } from '../src/human/human-items.ts';
import type { DatasetFacts } from '../src/pack-input.ts';
import { requirementMaps } from '../src/requirements/requirement-maps.ts';
import type { Trainings } from '../src/trainings/trainings.ts';

export const allMaps: readonly string[] = requirementMaps.map(({ id }) => id);

export const dataset: DatasetFacts = {
  name: 'wilms',
  title: 'Wilms tumour, two studies',
  source: 'made up for tests',
  licence: 'CC0-1.0',
  citation: 'Nobody A (2026) Made-up data. Nowhere 1:1',
  period: '1980 to 1994',
  modality: 'table',
  columns: [
    { name: 'stage', title: 'Stage', type: 'category', unit: null, role: 'predictor' },
    { name: 'age', title: 'Age', type: 'number', unit: 'months', role: 'predictor' },
  ],
};

export const missingness: MissingnessDocument = {
  rows: 4028,
  patients: 4028,
  completeRows: 3900,
  imputations: 4,
  columns: [
    {
      column: 'age',
      title: 'Age',
      missing: 128,
      percent: 3.178,
      bySite: [
        { level: 'study 3', rows: 1857, missing: 100, percent: 5.385 },
        { level: 'study 4', rows: 2171, missing: 28, percent: 1.29 },
      ],
      byOutcome: [],
      differences: [
        { column: 'stage', smd: 0.213 },
        { column: 'histology', smd: null },
      ],
      test: { on: ['relapse', 'study'], chiSquare: 40.4, df: 2, p: 1e-9, adjustedP: 1e-9 },
      reading: 'goes with observed data: not missing completely at random',
    },
  ],
  patterns: [
    { missing: [], rows: 3900, percent: 96.82 },
    { missing: ['age'], rows: 128, percent: 3.18 },
  ],
  limits: ['it can be contradicted, never confirmed'],
};

export const explanations: Explanations = {
  schemaVersion: 1,
  methods: [
    {
      id: 'logistic_permutation',
      model: 'logistic',
      kind: 'permutation',
      description: 'Loss of AUROC when the column is shuffled.',
      gates: [
        {
          name: 'null column',
          passed: true,
          statistic: 0.0004,
          lower: -0.001,
          upper: 0.002,
          why: 'noise weighs nothing',
        },
      ],
      admitted: true,
      table: [
        { feature: 'histology', importance: 0.0213, lower: 0.0101, upper: 0.0325 },
        { feature: 'age', importance: 0.004, lower: null, upper: null },
      ],
      figures: [
        { title: 'Importance', svg: '<svg xmlns="http://www.w3.org/2000/svg"></svg>', caption: 'By column.' },
      ],
    },
    {
      id: 'network_gradients',
      model: 'network',
      kind: 'integrated-gradients',
      gates: [
        {
          name: 'random labels',
          passed: false,
          statistic: 0.99,
          lower: 0.98,
          upper: 1,
          why: 'the map stays the same with random labels',
        },
      ],
      admitted: false,
      table: [{ feature: 'histology', importance: 0.777, lower: null, upper: null }],
      figures: [],
    },
  ],
};

const epochs = (...losses: readonly (readonly [training: number, tuning: number | null])[]) =>
  losses.map(([trainingLoss, tuningLoss], epoch) => ({ epoch, rate: 0.001, trainingLoss, tuningLoss }));

export const trainings: Trainings = {
  schemaVersion: 1,
  models: [
    {
      model: 'tuned',
      fits: [
        {
          ...{ fit: 'final', stopped: 'early stopping', bestEpoch: 1, tuningPatients: 6 },
          epochs: epochs([1.2, 1.1], [0.8, 0.9], [0.6, 1]),
        },
      ],
    },
    {
      model: 'tuned-scratch',
      fits: [
        {
          ...{ fit: 'final', stopped: 'epochs', bestEpoch: 1, tuningPatients: 0 },
          epochs: epochs([1.4, null], [1.3, null]),
        },
      ],
    },
  ],
  transfers: [
    {
      ...{ model: 'tuned', scratch: 'tuned-scratch', logistic: 'tuned-logistic', partition: 'internal' },
      ...{ patients: 24, samples: 48, verdict: 'hurt' },
      comparisons: [
        {
          ...{ against: 'scratch', metric: 'log_loss', transfer: 0.9, other: 0.7, difference: 0.2 },
          ...{ lower: 0.1, upper: 0.3, undefinedBecause: null, verdict: 'hurt' },
        },
        {
          ...{ against: 'logistic', metric: 'auroc', transfer: 0.7, other: 0.8, difference: -0.1 },
          ...{ lower: null, upper: null, undefinedBecause: '12 of 300 resamples had one class only' },
          verdict: 'no difference shown',
        },
      ],
    },
  ],
};

const measured = (estimate: number | null) =>
  estimate === null
    ? {
        estimate,
        lower: null,
        upper: null,
        undefinedBecause: 'class a has 3 patients for the support, not 5',
      }
    : { estimate, lower: estimate - 0.1, upper: estimate + 0.1, undefinedBecause: null };
const shotPoints = (method: string, ...values: readonly (number | null)[]): FewShots['points'] =>
  values.map((value, at) => ({
    ...{ shots: at === 0 ? 1 : 5, method, measure: 'balanced-accuracy' as const },
    ...measured(value),
  }));

export const fewShots: FewShots = {
  ...{
    schemaVersion: 1,
    encoder: 'efficientnet-lite0',
    classes: ['a', 'b', 'c'],
    leftOut: ['d'],
    base: ['e', 'f'],
  },
  ...{ patients: 40, samples: 80, ways: 3, queries: 5, episodes: 20, resamples: 100, confidence: 0.95 },
  baseline: 'ridge',
  points: [...shotPoints('prototypical', 0.5, 0.7), ...shotPoints('ridge', 0.52, null)],
  differences: shotPoints('prototypical', -0.02, null),
  unknown: 1,
  openSet: [
    { shots: 1, score: 'similarity', ...measured(0.6) },
    { shots: 5, score: 'similarity', ...measured(0.7) },
  ],
};

const signed = { author: 'A. Writer', signed_by: 'Dr S. Signer', date: '2026-11-24' };

/** Fields filled and signed for the ids given. */
export function humanItems(
  ids: readonly string[] = humanFields.map(({ id }) => id),
  hazards: HumanItems['hazards'] = [],
): HumanItems {
  const fields = Object.fromEntries(ids.map((id) => [id, { text: `Statement on ${id}.`, ...signed }]));
  return { schema_version: 1, fields, hazards };
}

export const lockText = JSON.stringify({
  lockfileVersion: 3,
  packages: {
    '': { name: 'root', version: '1.0.0' },
    'libs/own': { name: '@raredx/own', version: '0.1.0', license: 'Apache-2.0' },
    'node_modules/@raredx/own': { resolved: 'libs/own', link: true },
    'node_modules/b': {
      version: '2.0.0',
      license: '(MIT OR Apache-2.0)',
      integrity: 'sha512-AQID',
      dev: true,
    },
    'node_modules/@scope/a': { version: '1.2.3', license: 'MIT', integrity: 'sha512-BAUG' },
    'node_modules/@scope/a/node_modules/b': {
      version: '2.0.0',
      license: '(MIT OR Apache-2.0)',
      integrity: 'sha512-AQID',
    },
    'node_modules/c': { version: '3.0.0', license: 'Odd terms', optional: true },
  },
});
