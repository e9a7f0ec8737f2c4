import { describe, expect, it } from 'vitest';
import { readEncodedExperiment, readExperiment, withSettings } from './index.ts';

const text = `name: wilms-relapse
title: Relapse of Wilms tumour
question: Who relapses?
seed: 1
dataset: ../../datasets/wilms
outcome: relapse
predictors: [stage]
cohorts: { development: ['3'], external: ['4'] }
cross_validation:
  repeats: 2
  folds: 5
models:
  - kind: logistic
    name: logistic
  - kind: network
    name: network
    hidden: [8]
    epochs: 3
    batch_size: 32
    learning_rate: 0.01
    weight_decay: 0
primary: network
validation: { thresholds: [0.1], bootstrap: 100, baseline: logistic }
`;

describe('readExperiment', () => {
  it('writes every default out', () => {
    const experiment = readExperiment(text, 'x.yaml');
    expect(experiment.validation.confidence).toBe(0.95);
    expect(experiment.models[0]).toEqual({
      kind: 'logistic',
      name: 'logistic',
      deployable: true,
      description: '',
      ridge: 0,
    });
  });

  it.each([
    ['  folds: 5', '  fold: 5', 'x.yaml:11: unknown key in cross_validation (fold)', 'did you mean folds?'],
    ['    epochs: 3', '    epoch: 3', 'x.yaml:18: unknown key in models.1 (epoch)', 'did you mean epochs?'],
    ['seed: 1', 'seed: 1.5', 'x.yaml:4: seed is not as declared', undefined],
    ['seed: 1', 'seed: 1\nseed: 2', 'x.yaml:5: not valid yaml', undefined],
    ['kind: network', 'kind: forest', 'models.1.kind is not as declared', undefined],
    [
      'primary: network',
      'primary: netwrk',
      'x.yaml: primary names no model (netwrk)',
      'did you mean network?',
    ],
    [
      'seed: 1',
      'seed: 1\noptimism: { replicates: 200, models: [netwok] }',
      'x.yaml: optimism.models names no model (netwok)',
      'did you mean network?',
    ],
    ["external: ['4']", "external: ['3']", 'x.yaml: sites are both development and external (3)', undefined],
    ['    name: network', '    name: logistic', 'x.yaml: two models are called logistic', undefined],
  ])('one line for %s → %s', (from, to, message, advice) => {
    const attempt = () => readExperiment(text.replace(from, to), 'x.yaml');
    expect(attempt).toThrow(message);
    try {
      attempt();
    } catch (error) {
      expect(error).toMatchObject({ exitCode: 2, ...(advice ? { advice } : {}) });
      expect((error as Error).message).not.toContain('\n');
    }
  });
});

it('says what a file is that is no experiment, or one of another kind', () => {
  expect(() => readExperiment('y,p', 'm.csv')).toThrow('m.csv: not a yaml file of keys and values');
  expect(() => readEncodedExperiment(text, 'x.yaml')).toThrow(
    'x.yaml: an experiment over a table, not over images or notes',
  );
  expect(() => readEncodedExperiment('kind: phenotypes', 'x.yaml')).toThrow('an experiment over cases');
});

describe('--set', () => {
  it('changes a key, an item by number and a model by name', () => {
    const experiment = readExperiment(text, 'x.yaml', [
      'validation.bootstrap=7',
      'models.network.hidden=[4, 2]',
      'models.0.ridge=0.5',
    ]);
    expect(experiment.validation.bootstrap).toBe(7);
    expect(experiment.models[1]).toMatchObject({ hidden: [4, 2] });
    expect(experiment.models[0]).toMatchObject({ ridge: 0.5 });
  });

  it('refuses what is not key=value, an unknown key and an unknown item', () => {
    expect(() => withSettings(text, 'x.yaml', ['seed'])).toThrow('--set: not key=value (seed)');
    expect(() => readExperiment(text, 'x.yaml', ['seeds=2'])).toThrow('unknown key (seeds)');
    expect(() => readExperiment(text, 'x.yaml', ['models.forest.ridge=2'])).toThrow(
      '--set names no item of the list',
    );
    expect(() => withSettings(text, 'x.yaml', ['title=a: ['])).toThrow(
      '--set: the value is not valid yaml (title=a: [)',
    );
    expect(() => withSettings(text, 'x.yaml', ['seed.x.y=1'])).toThrow(
      '--set: seed has no keys below it (seed.x.y=1)',
    );
  });
});
