import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { type MonitoringStudy, page } from '../../tests/monitoring-page.ts';
import {
  cellsAt,
  lookedAgain,
  patientCounts,
  rate,
  referencePatients,
  runLengths,
} from '../../tests/monitoring-study.ts';

const file = (name: string) => new URL(`../../../../docs/${name}`, import.meta.url);
const committed = (): MonitoringStudy => JSON.parse(readFileSync(file('monitoring.json'), 'utf8'));
const update = Boolean(process.env.UPDATE);

/** Parts are written one by one, so that a part may be made alone: `-t 'at 500'`. */
function keep(change: (study: MonitoringStudy) => Partial<MonitoringStudy>): void {
  if (!update) return;
  const before = existsSync(file('monitoring.json')) ? committed() : ({ cells: [] } as never);
  const { cells, runs, again } = { ...before, ...change(before) };
  const sorted = [...cells].sort((a, b) => a.patients - b.patients);
  const study = { rate, referencePatients, cells: sorted, runs, again };
  writeFileSync(file('monitoring.json'), `${JSON.stringify(study, null, 2)}\n`);
}

describe('simulated drifts: docs/monitoring.md', () => {
  it.each(patientCounts)('at %i new patients', { timeout: 7_200_000 }, (patients) => {
    const made = cellsAt(patients);
    keep(({ cells }) => ({ cells: [...cells.filter((one) => one.patients !== patients), ...made] }));
    expect(made).toEqual(committed().cells.filter((one) => one.patients === patients));
    for (const one of made.filter(({ drift }) => drift === 'none')) {
      const noise = 3 * Math.sqrt((rate * (1 - rate)) / one.simulations);
      expect(one.falseAlarms, `${one.check} ${one.patients}`).toBeLessThanOrEqual(rate + noise);
    }
  });

  it('run lengths', { timeout: 7_200_000 }, () => {
    const runs = runLengths(500);
    keep(() => ({ runs }));
    expect(runs).toEqual(committed().runs);
    for (const one of runs) expect(one.observed, one.check).toBeGreaterThanOrEqual(0.8 * one.declared);
  });

  it('looked at again', { timeout: 7_200_000 }, () => {
    const again = lookedAgain(4, 1000);
    keep(() => ({ again }));
    expect(again).toEqual(committed().again);
    // What may be looked at any time keeps its rate.
    for (const one of again.filter(({ check }) => /calibration|brier|log_loss|exchangeability/.test(check)))
      expect(one.any, one.check).toBeLessThanOrEqual(
        rate + 3 * Math.sqrt((rate * (1 - rate)) / one.simulations),
      );
  });

  afterAll(() => {
    const study = committed();
    if (update && study.runs && study.again) writeFileSync(file('monitoring.md'), page(study));
  });
});
