import type { EvidenceRow } from '@raredx/tables';
import { describe, expect, test } from 'vitest';
import { evidenceRow } from '../tests/evidence-fixture.ts';
import { packInput } from '../tests/pack-input.ts';
import { comparisonSentence, contrastOf } from './comparison-sentence.ts';
import { comparedModels, leadComparisons } from './model-comparisons.ts';
import { openPack } from './pack.ts';

const models = ['network', 'logistic', 'few-shot-5'];
const difference = (draft: Partial<EvidenceRow>) =>
  evidenceRow({
    metric: 'difference:auroc',
    model: 'network',
    partition: 'external',
    estimate: -0.004,
    lower: -0.012,
    upper: 0.004,
    ...draft,
  });

describe('comparedModels', () => {
  test.each<[string, Partial<EvidenceRow>]>([
    ['in model', { model: 'network - logistic' }],
    ['in level', { attribute: 'model', level: 'network − logistic' }],
    ['the second alone in level', { level: 'logistic' }],
    ['in the note', { note: 'network minus logistic, on the same samples; 3 rows are left out' }],
  ])('named %s', (_, draft) => {
    expect(comparedModels(difference(draft), models, null)).toEqual({ model: 'network', other: 'logistic' });
  });

  test('named nowhere: the baseline', () => {
    expect(comparedModels(difference({}), models, 'logistic')).toEqual({
      model: 'network',
      other: 'logistic',
    });
    expect(comparedModels(difference({}), models, null)).toBeNull();
  });

  test('a gap between subgroups is no comparison of models', () => {
    expect(
      comparedModels(difference({ attribute: 'stage', level: 'IV vs I' }), models, 'logistic'),
    ).toBeNull();
  });

  test('a name with a dash stays whole', () => {
    const row = difference({ model: 'few-shot-5 - logistic' });
    expect(comparedModels(row, models, null)).toEqual({ model: 'few-shot-5', other: 'logistic' });
  });
});

describe('comparisonSentence', () => {
  const said = (draft: Partial<EvidenceRow>) => {
    const { claim, measure, figures } = comparisonSentence({
      row: difference(draft),
      model: 'network',
      other: 'logistic',
    });
    return `${claim}: ${measure} ${figures}`;
  };

  test('an interval that holds 0 claims no gain and no equality', () => {
    expect(said({})).toBe('network did not beat logistic: difference in AUROC −0.004 (−0.012 to 0.004)');
    expect(said({ estimate: 0.02, lower: 0, upper: 0.04 })).toContain('did not beat');
  });

  test('better and worse follow the direction of the metric', () => {
    expect(said({ estimate: 0.02, lower: 0.01, upper: 0.03 })).toContain('network did better than logistic');
    const brier = { metric: 'difference:brier', estimate: 0.02, lower: 0.01, upper: 0.03 };
    expect(said(brier)).toContain('network did worse than logistic');
  });

  test('no interval, or a target metric, makes no claim', () => {
    expect(contrastOf(difference({ lower: null, upper: null }))).toBe('unknown');
    expect(contrastOf(difference({ metric: 'difference:calibration_slope', lower: 0.1, upper: 0.2 }))).toBe(
      'unknown',
    );
  });

  test('undefined gives its reason', () => {
    const row = { estimate: null, lower: null, upper: null, undefinedBecause: 'no events' };
    expect(said(row)).toBe(
      'network could not be compared with logistic: difference in AUROC not estimable, no events',
    );
  });
});

describe('leadComparisons', () => {
  test('primary against baseline on the external cohort', () => {
    const [lead, ...more] = leadComparisons(openPack(packInput()));
    expect(more).toEqual([]);
    expect(lead).toMatchObject({ model: 'network', other: 'logistic', row: { partition: 'external' } });
  });

  test('where the baseline is primary: every deployable rival', () => {
    const leads = leadComparisons(openPack(packInput({ primary: 'logistic' })));
    expect(leads.map(({ model }) => model)).toEqual(['network', 'transfer']);
  });
});
