import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { expectRelative } from '../../tests/expect-relative.ts';
import { coxSnellFromAuroc } from './cox-snell.ts';
import { aurocDifferenceError, detectableAurocDrop } from './detectable-auroc-drop.ts';
import { developmentSize } from './development-size.ts';
import { differencePower } from './difference-power.ts';
import { expectedShrinkage } from './expected-shrinkage.ts';
import {
  binormalLinearPredictor,
  impliedPrevalence,
  normalLinearPredictor,
  observedLinearPredictor,
} from './linear-predictor.ts';
import { plannedMeasures } from './planned-measure.ts';
import { sizeForBound, sizeForWidth } from './size-for.ts';

const measureOf = (assumed: Parameters<typeof plannedMeasures>[0], id: string) =>
  plannedMeasures(assumed).find((measure) => measure.id === id)!;

describe('properties', () => {
  const anticipated = fc.record({
    prevalence: fc.double({ min: 0.005, max: 0.95, noNaN: true }),
    auroc: fc.double({ min: 0.55, max: 0.97, noNaN: true }),
    threshold: fc.double({ min: 0.02, max: 0.9, noNaN: true }),
  });

  test.prop([anticipated, fc.double({ min: 0.03, max: 0.5, noNaN: true })], { seed: 20261124, numRuns: 25 })(
    'the size is the least one: one patient fewer and the interval is too wide',
    (assumed, width) => {
      const linearPredictor = binormalLinearPredictor(assumed.auroc, assumed.prevalence);
      for (const measure of plannedMeasures({ ...assumed, linearPredictor })) {
        const size = sizeForWidth(measure, width);
        if ('undefinedBecause' in size) {
          expect(
            measure.interval(2 ** 40).upper - measure.interval(2 ** 40).lower,
            measure.id,
          ).toBeGreaterThan(width);
          continue;
        }
        const at = (n: number) => measure.interval(n).upper - measure.interval(n).lower;
        expect(at(size.value), measure.id).toBeLessThanOrEqual(width);
        if (size.value > 1) expect(at(size.value - 1), measure.id).toBeGreaterThan(width);
      }
    },
  );

  test.prop([anticipated], { seed: 20261124, numRuns: 25 })(
    'a binormal spread is calibrated and keeps its AUROC: the prevalence comes back',
    ({ prevalence, auroc }) =>
      expectRelative(impliedPrevalence(binormalLinearPredictor(auroc, prevalence)), prevalence, 1e-10),
  );

  test.prop([anticipated], { seed: 20261124, numRuns: 25 })(
    'R² is the same when events and non-events change places',
    ({ prevalence, auroc }) =>
      expectRelative(coxSnellFromAuroc(auroc, 1 - prevalence), coxSnellFromAuroc(auroc, prevalence), 1e-9),
  );

  test.prop(
    [
      fc.integer({ min: 20, max: 5000 }),
      fc.integer({ min: 1, max: 50 }),
      fc.double({ min: 0.01, max: 0.5, noNaN: true }),
    ],
    { seed: 20261124 },
  )('expected shrinkage undoes the size it asks for', (patients, parameters, coxSnell) => {
    const shrinkage = expectedShrinkage(patients, { parameters, coxSnell });
    const back = parameters / ((shrinkage - 1) * Math.log1p(-coxSnell / shrinkage));
    expectRelative(back, patients, 1e-6);
  });

  test.prop(
    [
      fc.integer({ min: 5, max: 300 }),
      fc.integer({ min: 5, max: 300 }),
      fc.double({ min: 0.6, max: 0.95, noNaN: true }),
    ],
    { seed: 20261124 },
  )('the difference found has just the power asked for', (events, nonEvents, auroc) => {
    const arms = { group: { events, nonEvents }, rest: { events: 400, nonEvents: 1600 } };
    const found = detectableAurocDrop(auroc, arms);
    if ('undefinedBecause' in found) return;
    expect(differencePower(found.value, aurocDifferenceError(found.value, auroc, arms))).toBeCloseTo(0.8, 9);
  });

  it('the interval at the size for a bound clears it', () => {
    const assumed = { prevalence: 0.13, auroc: 0.7, linearPredictor: binormalLinearPredictor(0.7, 0.13) };
    for (const [id, bound] of [
      ['auroc', 0.65],
      ['calibration_slope', 1.2],
      ['oe_ratio', 0.8],
    ] as const) {
      const measure = measureOf(assumed, id);
      const size = sizeForBound(measure, bound) as { value: number };
      const clears = (n: number) =>
        bound < measure.estimate ? measure.interval(n).lower >= bound : measure.interval(n).upper <= bound;
      expect([clears(size.value), clears(size.value - 1)], id).toEqual([true, false]);
    }
  });
});

describe('undefined and invalid', () => {
  const spread = binormalLinearPredictor(0.7, 0.13);
  it('an anticipated value on the bound can never be told from it', () =>
    expect(
      sizeForBound(measureOf({ prevalence: 0.13, auroc: 0.7, linearPredictor: spread }, 'auroc'), 0.7),
    ).toEqual({
      undefinedBecause: 'auroc is anticipated on the bound: half of all intervals will cross it',
    }));

  it('risks without spread say nothing about the slope', () => {
    const flat = { prevalence: 0.13, auroc: 0.7, linearPredictor: observedLinearPredictor([0.13, 0.13]) };
    expect(sizeForWidth(measureOf(flat, 'calibration_slope'), 0.2)).toEqual({
      undefinedBecause: 'no number of patients narrows calibration_slope to 0.2',
    });
  });

  it.each([
    [{ group: { events: 0, nonEvents: 5 }, rest: { events: 9, nonEvents: 9 } }, 'no events in the subgroup'],
    [
      { group: { events: 5, nonEvents: 0 }, rest: { events: 9, nonEvents: 9 } },
      'no non-events in the subgroup',
    ],
    [{ group: { events: 5, nonEvents: 5 }, rest: { events: 0, nonEvents: 9 } }, 'no events in the rest'],
  ])('%#: an empty class', (arms, undefinedBecause) =>
    expect(detectableAurocDrop(0.8, arms)).toEqual({ undefinedBecause }),
  );

  it.each([
    [
      () => developmentSize({ prevalence: 0, parameters: 6, coxSnell: 0.1 }),
      'prevalence must be between 0 and 1 (0)',
    ],
    [
      () => developmentSize({ prevalence: 0.1, parameters: 0, coxSnell: 0.1 }),
      'parameters must be positive (0)',
    ],
    [
      () => developmentSize({ prevalence: 0.1, parameters: 6, coxSnell: 0.5 }),
      'coxSnell must be above 0 and below 0.478 (0.5)',
    ],
    [() => coxSnellFromAuroc(0.4, 0.1), 'auroc must be in [0.5, 1) (0.4)'],
    [() => coxSnellFromAuroc(Number.NaN, 0.1), 'auroc must be in [0.5, 1) (NaN)'],
    [() => binormalLinearPredictor(0.5, 0.1), 'auroc must be above 0.5'],
    [() => normalLinearPredictor(0, 0), 'standardDeviation must be positive (0)'],
    [() => observedLinearPredictor([]), 'no risks'],
    [() => observedLinearPredictor([0.5, 1]), 'every risk must be between 0 and 1 (1)'],
    [
      () => plannedMeasures({ prevalence: 1, auroc: 0.7, linearPredictor: spread }),
      'prevalence must be between 0 and 1 (1)',
    ],
    [
      () => plannedMeasures({ prevalence: 0.1, auroc: 0.7, linearPredictor: spread, threshold: 0 }),
      'threshold must be between 0 and 1 (0)',
    ],
    [
      () =>
        plannedMeasures({
          prevalence: 0.1,
          auroc: 0.7,
          linearPredictor: spread,
          threshold: 0.1,
          sensitivity: 2,
        }),
      'sensitivity must be in [0, 1] (2)',
    ],
    [
      () => sizeForWidth(plannedMeasures({ prevalence: 0.1, auroc: 0.7, linearPredictor: spread })[0]!, 0),
      'width must be positive (0)',
    ],
    [
      () =>
        detectableAurocDrop(
          0.8,
          { group: { events: 5, nonEvents: 5 }, rest: { events: 5, nonEvents: 5 } },
          { power: 1 },
        ),
      'power must be between 0 and 1 (1)',
    ],
  ])('%#', (run, message) => expect(run).toThrow(message));
});
