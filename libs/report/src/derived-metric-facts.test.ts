import { describe, expect, it } from 'vitest';
import { metricFacts } from './metric-facts.ts';

describe('facts of derived statements', () => {
  it.each([
    ['pooled:auroc', 'AUROC, mean of sites'],
    ['next_site_with_prior:auroc', 'AUROC, expected at the next site, with the spread seen in other models'],
    ['tau_squared:calibration_slope', 'calibration slope, variance between sites'],
    ['label_error_0.05:auroc', 'AUROC, if 5 % of the events were recorded wrongly'],
    ['conformal_by_class_set_size', 'answers in a prediction set, calibrated by class'],
    ['shrunken:oe_ratio', 'observed / expected ratio, drawn to the mean of groups'],
    ['net_benefit_simultaneous', 'net benefit, simultaneous band'],
    ['transport:auroc_standardised', 'AUROC, standardised to the development case mix'],
    ['transport:calibration_in_the_large_case_mix', 'calibration in the large, change due to case mix'],
    ['transport:membership_auroc', 'case mix: AUROC of membership'],
    ['interaction:calibration_slope', 'test of equal calibration slopes'],
    ['multinomial_slope:b:c', 'multinomial calibration slope, b on c'],
    ['difference:net_benefit_gain', 'difference in net benefit gained by the model'],
    ['auroc', 'AUROC'],
  ])('%s', (metric, title) => {
    expect(metricFacts(metric).title).toBe(title);
  });

  it('know what is right', () => {
    expect(metricFacts('multinomial_slope:b:b').optimum).toBe(1);
    expect(metricFacts('multinomial_slope:b:c').optimum).toBe(0);
    expect(metricFacts('tau_squared:auroc')).toMatchObject({ favours: 'lower', optimum: 0 });
    expect(metricFacts('transport:auroc_model')).toMatchObject({ favours: 'none', optimum: 0 });
    expect(metricFacts('pooled:auroc')).toMatchObject({ favours: 'higher', optimum: 1, decimals: 3 });
  });
});
