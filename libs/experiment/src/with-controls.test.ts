import { describe, expect, it } from 'vitest';
import { readEncodedExperiment } from './read-encoded-experiment.ts';
import { controlsOf, withControls } from './with-controls.ts';

const experiment = (models: string, more = '') =>
  readEncodedExperiment(
    `kind: images
name: cells
title: Cells
question: Which?
seed: 1
manifest: cells.csv
models:
${models}
primary: tuned
validation: { thresholds: [0.5], bootstrap: 50, baseline: tuned }
${more}`,
    'cells.yaml',
  );
const names = ({ models }: ReturnType<typeof experiment>) => models.map(({ name }) => name);
const tuned = '  - { kind: fine-tuned, name: tuned, size: 48, epochs: 7, strategy: adapters, upright: true }';

describe('controls of fine-tuned models', () => {
  it('stand beside each, trained as it is but from untrained weights, and on the frozen encoder', () => {
    const { models } = experiment(tuned);
    expect(models.map(({ name }) => name)).toEqual(['tuned', 'tuned-scratch', 'tuned-logistic']);
    expect(models[1]).toMatchObject({
      ...{ kind: 'fine-tuned', strategy: 'scratch', deployable: false },
      ...{ size: 48, epochs: 7, upright: true, patience: 3, tuning: 0.15 },
    });
    expect(models[2]).toMatchObject({
      ...{ kind: 'head', head: 'softmax', deployable: false },
      encoder: { name: 'efficientnet-lite0', size: 48, upright: true, views: 1 },
    });
  });

  it('are not added twice, nor where others serve', () => {
    const once = experiment(tuned);
    expect(withControls(once)).toEqual(once);
    const own = experiment(`${tuned}
  - { kind: fine-tuned, name: untrained, size: 48, epochs: 7, strategy: scratch, upright: true }
  - { kind: head, name: frozen, encoder: { size: 128 } }`);
    expect(names(own)).toEqual(['tuned', 'untrained', 'frozen']);
    expect(controlsOf(own)).toEqual([{ model: 'tuned', scratch: 'untrained', logistic: 'frozen' }]);
  });

  it('are twins: a model trained otherwise is none, and a name in use is left alone', () => {
    const { models } = experiment(`${tuned}
  - { kind: fine-tuned, name: tuned-scratch, size: 48, epochs: 6, strategy: scratch, upright: true }
  - { kind: head, name: weighed, balanced: true }`);
    expect(models.slice(3).map(({ name }) => name)).toEqual(['tuned-scratch-control', 'tuned-logistic']);
  });

  it('are left out on demand, and no other model has any', () => {
    const without = experiment(tuned, 'controls: false');
    expect(names(without)).toEqual(['tuned']);
    expect(controlsOf(without)).toEqual([]);
    expect(names(experiment('  - { kind: head, name: tuned }'))).toEqual(['tuned']);
  });
});
