import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPredictions } from '@raredx/tables';
import { validate } from '@raredx/validation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canAndCannot } from './can-and-cannot.ts';
import { type CheckedPopulation, checkPopulation } from './check-population.ts';
import { type Population, populationsOf } from './population-of.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-plan-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const chosen = { model: 'model', partition: 'external' };
const widths = {
  ...{ auroc: 0.1, calibration_slope: 0.2, oe_ratio: 0.2 },
  ...{ standardised_net_benefit: 0.2, sensitivity: 0.1, specificity: 0.1 },
};

/** Each of 120 patients with so many samples, with the event in as many of them as asked. */
async function checked(
  samples: number,
  outcomes = (y: number) => Array.from({ length: samples }, () => y),
): Promise<{ readonly populations: readonly Population[]; readonly found: readonly CheckedPopulation[] }> {
  const lines = Array.from({ length: 120 }, (_, i) => {
    const risk = 0.05 + (i % 12) * 0.07;
    const y = ((i * 7919) % 101) / 101 < risk ? 1 : 0;
    return outcomes(y).map(
      (one, k) => `p${i},s${i}-${k},${one},${risk.toFixed(2)},${i % 3 ? 'many' : 'few'}`,
    );
  });
  const path = join(folder, 'visits.csv');
  writeFileSync(path, `patient_id,sample_id,y,p,attr_group\n${lines.flat().join('\n')}\n`);
  const predictions = await readPredictions(path, 'visits.csv');
  const rows = validate(predictions, { thresholds: [0.2, 0.5], bootstrap: 100, seed: 1, confidence: 0.95 });
  const populations = populationsOf(rows, predictions, { ...chosen, label: rows[0]?.label ?? '' });
  const whole = populations[0] as Population;
  const settings = { threshold: 0.5, widths, power: 0.8, confidence: 0.95 };
  return { populations, found: populations.map((one) => checkPopulation(one, whole, settings)) };
}

describe('what patients with several samples can show', () => {
  it('is what they can show with one: the same sample thrice is no more patients', async () => {
    const [once, thrice] = [await checked(1), await checked(3)];
    expect(once.found).toHaveLength(3);
    expect(thrice.populations.map(({ rate }) => rate)).toEqual(
      once.populations.map(({ rate }) => expect.closeTo(rate, 12)),
    );
    for (const [k, one] of once.found.entries()) {
      const other = thrice.found[k] as CheckedPopulation;
      expect([other.patients, other.samples, other.events]).toEqual([
        one.patients,
        3 * one.patients,
        one.events,
      ]);
      expect(other.detectable).toEqual(one.detectable);
      for (const [m, measure] of one.measures.entries()) {
        const again = other.measures[m]!;
        const about = `${one.level} ${measure.metric}`;
        expect(again.expectedWidth, about).toBeCloseTo(measure.expectedWidth as number, 9);
        // By patient, but by resamples or by another formula where there are several samples.
        const narrower = (again.width as number) / (measure.width as number);
        expect(narrower, about).toSatisfy((ratio: number) => ratio > 0.75 && ratio < 1.35);
        if (measure.reached || again.reached) continue;
        const more = (again.morePatients as number) / (measure.morePatients as number);
        expect(more, about).toSatisfy((ratio: number) => ratio > 0.5 && ratio < 2);
        expect((again.moreEvents as number) / (again.morePatients as number), about).toBeCloseTo(
          one.events / one.patients,
          1,
        );
      }
    }
    const said = canAndCannot(thrice.found[0] as CheckedPopulation, 0.8).join(' ');
    expect(said).toContain('The 360 samples come from 120 patients');
    expect(said).toContain('take a patient for one sample');
  });

  it('has the event rate of samples, and events that are patients', async () => {
    // One visit in four with the event, of those who have it at all.
    const { populations } = await checked(4, (y) => [y, 0, 0, 0]);
    const { patients, events, rate } = populations[0] as Population;
    expect(rate).toBeCloseTo(events / patients / 4, 12);
  });
});
