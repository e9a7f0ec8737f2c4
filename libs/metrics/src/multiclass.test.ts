import { describe, expect, test } from 'vitest';
import { cases, defined, estimated, expectClose, readDocument } from '../tests/reference.ts';
import { auroc } from './auroc.ts';
import { handTill } from './hand-till.ts';
import type { Judged } from './judged.ts';
import type { JudgedClasses } from './multiclass.ts';
import { oneVsRestAuroc } from './one-vs-rest-auroc.ts';
import { polytomousDiscrimination } from './polytomous-discrimination.ts';

interface Row {
  readonly classes: number;
  readonly y: number[];
  readonly p: number[];
  readonly hand_till: number;
  readonly macro: number;
  readonly by_prevalence: number;
  readonly pdi: number[];
}

const rows = readDocument<{ rows: Row[] }>('multiclass').rows;
const data = ({ classes, y, p }: Pick<Row, 'classes' | 'y' | 'p'>): JudgedClasses => ({
  classes,
  y: Uint8Array.from(y),
  p: Float64Array.from(p),
});
const perfect = data({ classes: 3, y: [0, 1, 2, 2], p: [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1] });
const constant = data({ classes: 3, y: [0, 1, 2, 2], p: new Array(12).fill(1 / 3) });

describe('by hand', () => {
  test('perfect and constant risks', () => {
    expect(handTill(perfect)).toEqual({ value: 1 });
    expect(handTill(constant)).toEqual({ value: 0.5 });
    expectClose(defined(oneVsRestAuroc(perfect)).macro, 1, 1e-14);
    expectClose(defined(polytomousDiscrimination(perfect)).index, 1, 1e-14);
    expectClose(defined(polytomousDiscrimination(constant)).index, 1 / 3, 1e-14);
  });
  test('one tie of two among three is shared between the two', () => {
    const tie = data({ classes: 3, y: [0, 1, 2], p: [0.5, 0.3, 0.2, 0.5, 0.4, 0.1, 0.1, 0.1, 0.8] });
    expect(defined(polytomousDiscrimination(tie)).byClass).toEqual(Float64Array.of(1 / 2, 1, 1));
  });
});

describe('reference', () => {
  test.each(rows)('$classes classes, $y.length rows', (row) => {
    expectClose(estimated(handTill(data(row))), row.hand_till, 1e-12);
    expectClose(defined(oneVsRestAuroc(data(row))).macro, row.macro, 1e-12);
    expectClose(defined(oneVsRestAuroc(data(row))).byPrevalence, row.by_prevalence, 1e-12);
    const { byClass } = defined(polytomousDiscrimination(data(row)));
    row.pdi.forEach((expected, k) => {
      expectClose(byClass[k] as number, expected, 1e-12);
    });
  });
});

describe('properties', () => {
  test('two classes: all are the AUROC', () => {
    const { y, p } = cases.tied as Judged;
    const both = data({ classes: 2, y: [...y], p: Array.from(p).flatMap((risk) => [1 - risk, risk]) });
    const area = estimated(auroc({ y, p }));
    expectClose(estimated(handTill(both)), area, 1e-12);
    expectClose(defined(oneVsRestAuroc(both)).macro, area, 1e-12);
    expectClose(defined(polytomousDiscrimination(both)).index, area, 1e-12);
  });
  test('weight k is k copies', () => {
    const row = rows[1] as Row;
    const w = Float64Array.from(row.y, (_, i) => 1 + (i % 3));
    const copies = row.y.flatMap((_, i) => new Array<number>(w[i] ?? 1).fill(i));
    const copied = data({
      classes: row.classes,
      y: copies.map((i) => row.y[i] as number),
      p: copies.flatMap((i) => row.p.slice(i * row.classes, (i + 1) * row.classes)),
    });
    const weighted = { ...data(row), w };
    expectClose(estimated(handTill(weighted)), estimated(handTill(copied)), 1e-12);
    expectClose(
      defined(oneVsRestAuroc(weighted)).byPrevalence,
      defined(oneVsRestAuroc(copied)).byPrevalence,
      1e-12,
    );
    const [a, b] = [weighted, copied].map((of) => defined(polytomousDiscrimination(of)).index);
    expectClose(a as number, b as number, 1e-12);
  });
});

describe('undefined and invalid', () => {
  test('a class without rows', () => {
    const missing = data({ classes: 3, y: [0, 1], p: [1, 0, 0, 0, 1, 0] });
    const reason = { undefinedBecause: 'no row of class 2' };
    expect(handTill(missing)).toEqual(reason);
    expect(oneVsRestAuroc(missing)).toEqual(reason);
    expect(polytomousDiscrimination(missing)).toEqual(reason);
    expect(handTill(data({ classes: 3, y: [], p: [] }))).toEqual({ undefinedBecause: 'no rows' });
  });
  test('invalid rows', () => {
    expect(() => handTill(data({ classes: 1, y: [0], p: [1] }))).toThrow(
      'hand-till: no number of classes (1)',
    );
    expect(() => handTill(data({ classes: 2, y: [0], p: [1] }))).toThrow(
      'p has 1 cells, y has 1 rows of 2 classes',
    );
    expect(() => handTill(data({ classes: 2, y: [2], p: [1, 0] }))).toThrow(
      'no such class (first: row 0, y = 2)',
    );
    expect(() => handTill(data({ classes: 2, y: [0, 1], p: [1, 0, 0, 1.5] }))).toThrow(
      'hand-till: p outside [0, 1] (first: row 1, p = 1.5)',
    );
    expect(() => handTill(data({ classes: 2, y: [0, 1], p: [-0.5, 0, 0, 1] }))).toThrow(
      'hand-till: p outside [0, 1] (first: row 0, p = -0.5)',
    );
    const weighted = (w: number[]) => ({ ...perfect, w: Float64Array.from(w) });
    expect(() => handTill(weighted([1]))).toThrow('w has 1 rows, y has 4');
    expect(() => handTill(weighted([1, 1, -2, 1]))).toThrow('weight negative (first: row 2, w = -2)');
  });
});
