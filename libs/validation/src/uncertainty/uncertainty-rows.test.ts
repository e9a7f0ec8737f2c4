import { describe, expect, it } from 'vitest';
import { simulated } from '../../tests/cohort.ts';
import { type HandRow, predictionsTable } from '../../tests/predictions-table.ts';
import { uncertaintyRows } from './uncertainty-rows.ts';

const plan = { seed: 1, bootstrap: 200, confidence: 0.95, thresholds: [0.3] };
const fold = (rows: HandRow[], folds: number) => {
  const table = predictionsTable(rows);
  return {
    ...table,
    fold: Int32Array.from(rows, (row, i) => (row.partition === 'internal' ? i % folds : -1)),
  };
};
const inPart = (rows: HandRow[], partition: string) =>
  rows.map((row) => ({ ...row, partition, patient: `${partition} ${row.patient}` }));
const byId = (rows: ReturnType<typeof uncertaintyRows>, id: string) => {
  const found = rows.find((row) => row.id === id);
  if (!found) expect.fail(`no row ${id} among ${rows.map((row) => row.id).join('\n')}`);
  return found;
};

const tuning = inPart(simulated('tuning', 199), 'tuning');
const external = inPart(simulated('external', 400), 'external');
const internal = inPart(simulated('internal', 200), 'internal');

describe('every row', () => {
  const shuffledRows = [...external].reverse();
  const rows = uncertaintyRows(fold([...internal, ...tuning, ...external], 5), plan);

  it('has an estimate or a reason, limits around the estimate and a name of its own', () => {
    expect(rows.length).toBeGreaterThan(100);
    for (const row of rows) {
      expect(row.estimate === null, row.id).toBe(row.undefinedBecause !== null);
      for (const value of [row.estimate, row.lower, row.upper]) {
        if (value !== null) expect(Number.isFinite(value), row.id).toBe(true);
      }
      if (row.estimate === null || row.lower === null || row.upper === null) continue;
      if (row.method.includes('bootstrap')) continue;
      expect(row.lower, row.id).toBeLessThanOrEqual(row.estimate + 1e-12);
      expect(row.upper, row.id).toBeGreaterThanOrEqual(row.estimate - 1e-12);
    }
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  });

  it('does not depend on the order of the table', () => {
    const table = predictionsTable([...tuning, ...external]);
    const turned = predictionsTable([...shuffledRows, ...[...tuning].reverse()]);
    const ordered = (found: typeof rows) => [...found].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(ordered(uncertaintyRows(turned, plan))).toEqual(ordered(uncertaintyRows(table, plan)));
  });
});

describe('conformal rows', () => {
  it('cover what they say, calibrated on tuning, with what is attainable in the note', () => {
    const rows = uncertaintyRows(predictionsTable([...tuning, ...external]), plan);
    const row = byId(rows, 'external:model:conformal_coverage@0.9');
    expect(row.estimate).toBeGreaterThan(0.85);
    expect(row.patients).toBe(400);
    expect(row.method).toContain('calibrated on the tuning partition');
    expect(row.note).toBe(
      '199 calibration patients: 95.0 % of such calibrations cover between 85.5 % and 93.8 %',
    );
    expect(byId(rows, 'external:model:stage=IV:conformal_by_group_coverage@0.9').estimate).toBeGreaterThan(
      0.7,
    );
  });

  it('say which data calibrate where there is no tuning partition', () => {
    const rows = uncertaintyRows(fold([...internal, ...external], 5), plan);
    expect(byId(rows, 'external:model:conformal_coverage@0.9').method).toContain(
      'internal out-of-fold scores',
    );
    const alone = uncertaintyRows(fold(internal, 5), plan);
    const row = byId(alone, 'internal:model:conformal_coverage@0.9');
    expect(row.method).toContain('the other folds of its own cross-validation');
    expect(row.note).toContain('at least 160 calibration patients');
  });

  it('give the reason with too few patients, no calibration and no folds', () => {
    const few = uncertaintyRows(predictionsTable([...tuning.slice(0, 8), ...external]), plan);
    expect(byId(few, 'external:model:conformal_set_size@0.9').undefinedBecause).toBe(
      'unattainable: 8 calibration patients < 1/0.1 − 1 = 9',
    );
    const bare = uncertaintyRows(predictionsTable(external), plan);
    expect(byId(bare, 'external:model:conformal_coverage@0.95').undefinedBecause).toBe(
      'no tuning or internal predictions to calibrate on',
    );
    expect(byId(bare, 'external:model:label_shift_prevalence').undefinedBecause).toContain('not known');
  });

  it('take labels that exclude each other as classes', () => {
    const rows = (partition: string, n: number): HandRow[] =>
      Array.from({ length: n }, (_, i) =>
        ['a', 'b', 'c'].map((label, k): HandRow => {
          const own = (i * 7) % 10 < 8 ? i % 3 : (i + 1) % 3;
          const patient = `${partition} ${String(i).padStart(3, '0')}`;
          return {
            label,
            patient,
            partition,
            y: k === i % 3 ? 1 : 0,
            p: k === own ? 0.8 - i / 1e4 : 0.1 + i / 2e4,
          };
        }),
      ).flat();
    const found = uncertaintyRows(predictionsTable([...rows('tuning', 60), ...rows('external', 90)]), plan);
    const row = byId(found, 'external:model:all classes:conformal_coverage@0.9');
    expect(row.estimate).toBeGreaterThan(0.8);
    expect(byId(found, 'external:model:b:conformal_coverage_event@0.9').events).toBe(30);
    expect(byId(found, 'external:model:all classes:aurc').estimate).toBeGreaterThan(0);
  });
});

describe('other rows', () => {
  const rows = uncertaintyRows(fold([...internal, ...external], 5), plan);

  it('refusing helps a model that knows when it does not know', () => {
    const all = byId(rows, 'external:model:risk_coverage@1').estimate as number;
    expect(byId(rows, 'external:model:risk_coverage@0.5').estimate).toBeLessThan(all);
    expect(byId(rows, 'external:model:aurc').estimate).toBeLessThan(all);
  });

  it('errors of the reference make an AUROC a band', () => {
    const row = byId(rows, 'external:model:label_error_0.05:auroc');
    expect(row.confidence).toBeNull();
    expect((row.upper as number) - (row.lower as number)).toBeGreaterThan(0.02);
  });

  it.each([
    ['three rows', external.slice(0, 3)],
    ['risks of exactly 0 and 1', external.map((row, i) => ({ ...row, p: i % 2 }))],
    ['equal risks', external.map((row) => ({ ...row, p: 0.2 }))],
    ['one event', external.map((row, i) => ({ ...row, y: i === 0 ? (1 as const) : (0 as const) }))],
    [
      'several samples a patient',
      external.map((row, i) => ({ ...row, patient: `e${i >> 2}`, sample: `s${i}` })),
    ],
  ])('%s: numbers or reasons, never NaN', (_, judged) => {
    for (const row of uncertaintyRows(predictionsTable([...tuning, ...judged]), plan)) {
      expect(row.estimate === null, row.id).toBe(row.undefinedBecause !== null);
      for (const value of [row.estimate, row.lower, row.upper]) {
        if (value !== null) expect(Number.isFinite(value), row.id).toBe(true);
      }
      expect(row.note ?? '', row.id).not.toContain('NaN');
    }
  });

  it('one class only is a reason everywhere', () => {
    const one = uncertaintyRows(predictionsTable(external.map((row) => ({ ...row, y: 0 as const }))), plan);
    for (const id of ['label_disagreement', 'label_error_0.05:auroc', 'label_error_0.05:sensitivity@0.3']) {
      expect(byId(one, `external:model:${id}`).undefinedBecause).not.toBeNull();
    }
  });
});
