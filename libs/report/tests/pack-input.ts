import type { PackInput } from '../src/pack-input.ts';
import { decision, flow, leak, quality, tableOne } from './cohort-fixture.ts';
import { evidenceRows } from './evidence-fixture.ts';

export function packInput(changes: Partial<PackInput> = {}): PackInput {
  const rows = evidenceRows();
  return {
    title: 'Relapse of Wilms tumour',
    question:
      'Can relapse be foreseen from what the treating hospital knows at diagnosis: institutional histology, stage and age?',
    expectation:
      'An external AUROC near 0.70; no gain of a network over logistic regression on four predictors.',
    evidence: {
      schemaVersion: 1,
      provenance: { predictions: 'c0ffee'.repeat(8), seed: 20261124, version: '0.1.0' },
      rows,
    },
    decision: decision(rows),
    flow,
    tableOne,
    quality,
    leak,
    models: [
      {
        name: 'logistic',
        kind: 'logistic regression',
        description: 'Unpenalised, four predictors; the honest baseline.',
        deployable: true,
        settings: { penalty: 0 },
      },
      {
        name: 'network',
        kind: 'neural network',
        description: 'Two hidden layers of 16, trained from scratch.',
        deployable: true,
        settings: { layers: 2, units: 16, epochs: 200, learningRate: 0.001 },
      },
      {
        name: 'transfer',
        kind: 'neural network',
        description: 'The same network, pretrained on survival and fine-tuned.',
        deployable: true,
        settings: {},
      },
      {
        name: 'prototypical_k20',
        kind: 'few-shot',
        description: 'Nearest prototype, 20 patients a class.',
        deployable: false,
        settings: { k: 20 },
      },
    ],
    baseline: 'logistic',
    primary: 'network',
    thresholds: [0.1, 0.2],
    provenance: { 'split fingerprint': '4f1c0d8a9be27c55', runtime: 'tensorflow-cpu', seed: 20261124 },
    unchecked: ['Whether a patient took part in both studies: the source has no identifier across studies.'],
    labelNoise: {
      title: 'Institutional against central histology',
      kappa: { value: 0.736, lower: 0.704, upper: 0.768 },
      table: [
        [3540, 70],
        [96, 322],
      ],
      rowLabels: ['institution: favourable', 'institution: unfavourable'],
      columnLabels: ['central: favourable', 'central: unfavourable'],
      note: 'Histology is read twice; the model sees the reading of the treating hospital, as it would in use.',
    },
    ...changes,
  };
}
