import { expit } from '@raredx/stats';
import { describe, expect, test } from 'vitest';
import { defined, expectClose } from '../tests/reference.ts';
import { predictiveValueAtPrevalence } from './predictive-value-at-prevalence.ts';

// Apolipoprotein E ε4 and Alzheimer's disease, the example of Mercaldo et al. 2007, at a prevalence of 3 %.
const apoe = { truePositive: 240, falseNegative: 178, falsePositive: 87, trueNegative: 288 };
const at = { prevalence: 0.03, confidence: 0.95 };
const z = 1.959963984540054;

describe('by hand', () => {
  test('Bayes, and the variance of a log ratio', () => {
    const [sens, spec] = [240 / 418, 288 / 375];
    const ppv = defined(predictiveValueAtPrevalence(apoe, 'ppv', at));
    expectClose(ppv.value, (sens * 0.03) / (sens * 0.03 + (1 - spec) * 0.97), 1e-13);
    const centre = Math.log((sens * 0.03) / ((1 - spec) * 0.97));
    const margin = z * Math.sqrt((1 - sens) / sens / 418 + spec / (1 - spec) / 375);
    expectClose(ppv.lower, expit(centre - margin), 1e-12);
    expectClose(ppv.upper, expit(centre + margin), 1e-12);
    const npv = defined(predictiveValueAtPrevalence(apoe, 'npv', at));
    expectClose(npv.value, (spec * 0.97) / (spec * 0.97 + (1 - sens) * 0.03), 1e-13);
    const npvCentre = Math.log((spec * 0.97) / ((1 - sens) * 0.03));
    const npvMargin = z * Math.sqrt(sens / (1 - sens) / 418 + (1 - spec) / spec / 375);
    expectClose(npv.lower, expit(npvCentre - npvMargin), 1e-12);
    expectClose(npv.upper, expit(npvCentre + npvMargin), 1e-12);
  });
});

describe('properties', () => {
  test("at the study's own prevalence it is the study's PPV", () => {
    const { value } = defined(predictiveValueAtPrevalence(apoe, 'ppv', { ...at, prevalence: 418 / 793 }));
    expectClose(value, 240 / 327, 1e-12);
  });
  test('PPV rises and NPV falls with the prevalence', () => {
    const value = (which: 'ppv' | 'npv', prevalence: number): number =>
      defined(predictiveValueAtPrevalence(apoe, which, { ...at, prevalence })).value;
    expect(value('ppv', 0.1)).toBeGreaterThan(value('ppv', 0.01));
    expect(value('npv', 0.1)).toBeLessThan(value('npv', 0.01));
  });
});

describe('undefined and invalid', () => {
  test('no false positives: PPV is 1, its lower limit by the adjusted logit', () => {
    const clean = { truePositive: 9, falseNegative: 1, falsePositive: 0, trueNegative: 40 };
    const ppv = defined(predictiveValueAtPrevalence(clean, 'ppv', at));
    expect(ppv).toMatchObject({ value: 1, upper: 1, method: 'Mercaldo, adjusted logit' });
    const k = (z * z) / 2;
    const [share, leak] = [(9 + k) / (10 + 2 * k), k / (40 + 2 * k)];
    const margin = z * Math.sqrt((1 - share) / share / (10 + 2 * k) + (1 - leak) / leak / (40 + 2 * k));
    expectClose(ppv.lower, expit(Math.log(share / leak) + Math.log(0.03 / 0.97) - margin), 1e-12);
  });
  test('every event called: the NPV is 1, the PPV has adjusted limits too', () => {
    const all = { truePositive: 10, falseNegative: 0, falsePositive: 4, trueNegative: 36 };
    for (const which of ['ppv', 'npv'] as const) {
      expect(defined(predictiveValueAtPrevalence(all, which, at)).method).toBe('Mercaldo, adjusted logit');
    }
    const some = { ...all, truePositive: 9, falseNegative: 1 };
    expect(defined(predictiveValueAtPrevalence(some, 'ppv', at)).method).toBe('Mercaldo, logit');
  });
  test('nobody called, one class', () => {
    const none = { truePositive: 0, falseNegative: 4, falsePositive: 0, trueNegative: 4 };
    expect(predictiveValueAtPrevalence(none, 'ppv', at)).toEqual({
      undefinedBecause: 'no row at or above the threshold',
    });
    const noEvents = { truePositive: 0, falseNegative: 0, falsePositive: 1, trueNegative: 4 };
    expect(predictiveValueAtPrevalence(noEvents, 'npv', at)).toEqual({ undefinedBecause: 'no events' });
  });
  test('a prevalence that is none', () => {
    expect(() => predictiveValueAtPrevalence(apoe, 'ppv', { ...at, prevalence: 3 })).toThrow(
      'ppv: prevalence outside (0, 1) (3)',
    );
  });
});
