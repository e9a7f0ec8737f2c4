import { type Predictions, textAt, textColumn } from '@raredx/tables';
import { expect, test } from 'vitest';
import { packDoubles, unpackDoubles } from './pack-bytes.ts';
import { packFrames } from './pack-frames.ts';
import { unpackFrame } from './unpack-frame.ts';

interface Row {
  readonly patient: string;
  readonly sample: string;
  readonly site: string;
  readonly model: string;
  readonly partition: string;
  readonly repeat: number;
  readonly y: number;
  readonly p: number;
  readonly stage: string;
}

function table(rows: readonly Row[]): Predictions {
  const text = (of: (row: Row) => string) => textColumn(rows.map(of));
  return {
    rows: rows.length,
    patientId: text(({ patient }) => patient),
    sampleId: text(({ sample }) => sample),
    site: text(({ site }) => site),
    model: text(({ model }) => model),
    partition: text(({ partition }) => partition),
    repeat: Int32Array.from(rows, ({ repeat }) => repeat),
    fold: new Int32Array(rows.length).fill(-1),
    label: text(() => 'outcome'),
    y: Uint8Array.from(rows, ({ y }) => y),
    p: Float64Array.from(rows, ({ p }) => p),
    attributes: { __proto__: text(({ stage }) => stage), stage: text(({ stage }) => stage) },
    unchecked: [],
  };
}

/** Two samples a patient; the second model lacks every fifth sample. */
const rows: Row[] = Array.from({ length: 60 }, (_, i) => i).flatMap((i) =>
  ['a', 'b'].flatMap((model) => {
    if (model === 'b' && i % 5 === 0) return [];
    const isInside = i >= 30;
    return (isInside ? [0, 1] : [-1]).map((repeat) => ({
      patient: `id-${(Math.floor(i / 2) * 37) % 100}`,
      sample: `s-${(i * 7) % 60}`,
      site: isInside ? 'home' : ['x', 'y'][Math.floor(i / 2) % 2]!,
      model,
      partition: isInside ? 'internal' : 'external',
      repeat,
      y: i % 3 === 0 ? 1 : 0,
      p: Math.sin(i * 100 + repeat + (model === 'a' ? 0 : 50)) ** 2,
      stage: ['I', '</script><script>', 'III'][i % 3]!,
    }));
  }),
);

/** A row as it may be told once its ids are gone. */
const told = (predictions: Predictions, rankOf: (row: number) => string) =>
  Array.from({ length: predictions.rows }, (_, row) =>
    [
      rankOf(row),
      textAt(predictions.site, row),
      textAt(predictions.model, row),
      textAt(predictions.partition, row),
      predictions.repeat[row],
      predictions.y[row],
      predictions.p[row],
      textAt(predictions.attributes.stage!, row),
    ].join('|'),
  ).sort();

test('doubles come back to the last bit, NaN and the smallest too', () => {
  const values = [0.1, 1, 0, -0, Number.NaN, Number.MIN_VALUE, 1 - 2 ** -53, 1 / 3];
  for (const some of [values, [...values, ...Array(40).fill(1 / 3)], []]) {
    const back = unpackDoubles(packDoubles(Float64Array.from(some)));
    expect(back.length).toBe(some.length);
    for (const [at, value] of some.entries()) expect(Object.is(back[at], value)).toBe(true);
  }
});

test('a frame gives every row back, to the last bit, and no id', () => {
  const predictions = table(rows);
  const { frames, leftOut } = packFrames(predictions, ['a', 'b'], 1e6);
  expect(leftOut).toEqual([]);
  expect(JSON.stringify(frames)).not.toMatch(/id-|s-\d/);
  expect(frames.map(({ partition }) => partition)).toEqual(['external', 'internal']);
  for (const frame of frames) {
    const own = rows.filter(({ partition }) => partition === frame.partition);
    const patients = [...new Set(own.map(({ patient }) => patient))].sort();
    const before = table(own);
    const after = unpackFrame(frame);
    expect(frame.patients).toBe(15);
    expect(frame.samples).toBe(30);
    expect(told(after, (row) => String(Number(textAt(after.patientId, row))))).toEqual(
      told(before, (row) => String(patients.indexOf(textAt(before.patientId, row)))),
    );
    expect(Object.keys(after.attributes)).toEqual(Object.keys(before.attributes));
  }
});

test('samples that no model inside has are kept for the resamples', () => {
  const { frames } = packFrames(table(rows), ['b'], 1e6);
  const after = unpackFrame(frames[0]!);
  const others = Array.from({ length: after.rows }, (_, row) => textAt(after.model, row)).filter(
    (name) => name !== 'b',
  );
  expect(others.length).toBe(6);
});

test('without room only the first model outside stays, and the rest is named', () => {
  const { frames, leftOut } = packFrames(table(rows), ['a', 'b'], 10);
  expect(frames.map(({ partition, models }) => [partition, models.map(({ name }) => name)])).toEqual([
    ['external', ['a']],
  ]);
  expect(leftOut).toEqual([
    { model: 'b', partition: 'external', label: 'outcome', because: 'size' },
    { model: 'a', partition: 'internal', label: 'outcome', because: 'size' },
    { model: 'b', partition: 'internal', label: 'outcome', because: 'size' },
  ]);
});

test('a model that rests on imputations or predicts a sample twice is left out, with its reason', () => {
  const imputed = {
    ...table(rows),
    imputation: Int32Array.from(rows, ({ model }) => (model === 'b' ? 0 : -1)),
  };
  const because = (predictions: Predictions) =>
    packFrames(predictions, ['a', 'b'], 1e6).leftOut.map(({ model, because }) => [model, because]);
  expect(because(imputed)).toEqual([
    ['b', 'imputed'],
    ['b', 'imputed'],
  ]);
  const twice = table([...rows, { ...rows[0]!, p: 0.5 }]);
  expect(because(twice)).toEqual([['a', 'several predictions for a sample']]);
});
