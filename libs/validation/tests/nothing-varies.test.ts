import { constantColumn, type Predictions, textColumn } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { validate } from '../src/index.ts';

/** Ten samples of each patient, all patients alike. */
function alike(patients: number): Predictions {
  const rows = 10 * patients;
  const at = Array.from({ length: rows }, (_, row) => row);
  return {
    rows,
    patientId: textColumn(at.map((row) => `p${Math.floor(row / 10)}`)),
    sampleId: textColumn(at.map((row) => `s${row}`)),
    site: constantColumn('S', rows),
    model: constantColumn('m', rows),
    partition: constantColumn('external', rows),
    repeat: new Int32Array(rows).fill(-1),
    fold: new Int32Array(rows).fill(-1),
    label: constantColumn('death', rows),
    y: Uint8Array.from(at, (row) => row % 2),
    p: Float64Array.from(at, (row) => (row % 2 ? 0.6 + (row % 10) / 100 : 0.3)),
    attributes: {},
    unchecked: [],
  };
}

describe('no interval of no width', () => {
  it.each([1, 2])('%i patients who are alike', (patients) => {
    const rows = validate(alike(patients), { seed: 1, bootstrap: 200, confidence: 0.95, thresholds: [0.5] });
    const flat = rows.filter(
      ({ lower, upper, estimate }) => lower !== null && lower === upper && estimate !== 0,
    );
    expect(flat.map(({ id }) => id)).toEqual([]);
    const of = (metric: string) => rows.find((row) => row.id === `external:m:${metric}`);
    expect(of('oe_ratio')).toMatchObject({ lower: null, note: 'no interval: the patients do not vary' });
    expect(of('brier')).toMatchObject({ lower: null, note: expect.stringContaining('do not vary') });
  });
});
