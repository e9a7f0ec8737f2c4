import { textAt } from '@raredx/tables';
import { describe, expect, test } from 'vitest';
import { type HandRow, predictionsTable } from '../../tests/predictions-table.ts';
import { applyRecalibration } from './apply-recalibration.ts';
import { fitRecalibration } from './fit-recalibration.ts';
import { recalibrated } from './recalibrated.ts';
import type { Recalibration } from './recalibration.ts';

const row = (place: number, partition: string, model = 'a'): HandRow => ({
  y: place % 3 === 0 ? 1 : 0,
  p: ((place * 37) % 97) / 100 + 0.01,
  patient: `${partition}${place}`,
  partition,
  model,
  site: partition === 'external' ? 'b' : 'a',
  attributes: { sex: place % 2 === 0 ? 'f' : 'm' },
});
const rows = ['a', 'other'].flatMap((model) =>
  ['tuning', 'test', 'external'].flatMap((partition) =>
    Array.from({ length: 20 }, (_, place) => row(place + (model === 'a' ? 0 : 5), partition, model)),
  ),
);

describe('recalibrated', () => {
  const table = predictionsTable(rows);
  const made = recalibrated(table, ['intercept_slope', 'isotonic']);

  test('keeps all rows and adds each model, recalibrated, outside tuning', () => {
    expect(made.model.levels).toEqual([
      'a',
      'other',
      'a+intercept_slope',
      'a+isotonic',
      'other+intercept_slope',
      'other+isotonic',
    ]);
    expect(made.rows).toBe(120 + 4 * 40);
    expect(made.p.subarray(0, 120)).toEqual(table.p);
    for (let at = 120; at < made.rows; at++) expect(textAt(made.partition, at)).not.toBe('tuning');
    expect(made.unchecked).toEqual([]);
  });

  test('is fitted on the tuning rows of the model alone', () => {
    const tuning = rows.filter(({ model, partition }) => model === 'other' && partition === 'tuning');
    const fitted = fitRecalibration('intercept_slope', {
      y: Uint8Array.from(tuning, ({ y }) => y),
      p: Float64Array.from(tuning, ({ p }) => p),
    }) as Recalibration;
    const judged = rows.filter(({ model, partition }) => model === 'other' && partition !== 'tuning');
    const expected = applyRecalibration(
      fitted,
      Float64Array.from(judged, ({ p }) => p),
    );
    const own = Array.from({ length: made.rows }, (_, at) => at).filter(
      (at) => textAt(made.model, at) === 'other+intercept_slope',
    );
    expect(own.map((at) => made.p[at])).toEqual([...expected]);
    expect(own.map((at) => textAt(made.patientId, at))).toEqual(judged.map(({ patient }) => patient));
    expect(own.map((at) => textAt(made.attributes.sex as never, at))).toEqual(
      judged.map(({ attributes }) => attributes?.sex),
    );
  });

  test('a sample with several tuning rows counts once', () => {
    const repeated = rows.flatMap((one): HandRow[] =>
      one.partition === 'tuning' ? [0, 1, 2].map((repeat) => ({ ...one, repeat })) : [one],
    );
    const again = recalibrated(predictionsTable(repeated), ['platt']);
    const once = recalibrated(table, ['platt']);
    const risks = (of: typeof again) =>
      Array.from(of.p).filter((_, at) => textAt(of.model, at) === 'a+platt');
    risks(again).forEach((risk, i) => {
      expect(risk).toBeCloseTo(risks(once)[i] as number, 10);
    });
  });

  test('every optional column keeps its row', () => {
    const place = Int32Array.from({ length: table.rows }, (_, row) => row);
    const full = {
      ...table,
      imputation: place,
      time: Float64Array.from(place),
      event: Uint8Array.from(table.y),
    };
    const again = recalibrated(full, ['platt']);
    const own = Array.from({ length: again.rows }, (_, at) => at).slice(table.rows);
    for (const at of own) {
      const source = again.imputation?.[at] as number;
      expect(again.time?.[at]).toBe(source);
      expect(again.event?.[at]).toBe(table.y[source]);
      expect(again.y[at]).toBe(table.y[source]);
      expect(textAt(again.patientId, at)).toBe(textAt(table.patientId, source));
      expect(textAt(again.partition, at)).toBe(textAt(table.partition, source));
    }
  });

  test('says what the tuning rows do not define', () => {
    const none = rows.map((one) => (one.partition === 'tuning' ? { ...one, y: 0 as const } : one));
    const table = recalibrated(predictionsTable(none), ['platt']);
    expect(table.model.levels).toEqual(['a', 'other']);
    expect(table.unchecked).toEqual([
      'a+platt was not made: no events in the tuning rows',
      'other+platt was not made: no events in the tuning rows',
    ]);
  });

  test('refuses to fit on what is judged', () => {
    const judged = predictionsTable(rows.filter(({ partition }) => partition !== 'tuning'));
    expect(() => recalibrated(judged, ['platt'])).toThrow('recalibration: no tuning rows of model a');
    const only = predictionsTable(rows.filter(({ partition }) => partition === 'tuning'));
    expect(() => recalibrated(only, ['platt'])).toThrow(
      'model a has tuning rows only: nothing is left to judge',
    );
    expect(() => recalibrated(recalibrated(table, ['platt']), ['platt'])).toThrow();
  });
});
