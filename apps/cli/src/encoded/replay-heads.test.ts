import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEncodedExperiment } from '@raredx/experiment';
import { createRandom } from '@raredx/stats';
import { type Replays, readReplays, textAt } from '@raredx/tables';
import { judgeHeads } from '@raredx/training';
import { afterAll, expect, it } from 'vitest';
import type { EncodedContext } from './encoded-context.ts';
import { featureRows } from './feature-rows.ts';
import { replayHeads } from './replay-heads.ts';
import type { Study } from './study.ts';

const folder = mkdtempSync(join(tmpdir(), 'raredx-replays-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = 24;
const classes = ['a', 'b'];
const random = createRandom('replays');
const features = {
  ...{ rows, width: 3 },
  values: Float32Array.from(
    { length: rows * 3 },
    (_, at) => (at % 3 === 0 && Math.floor(at / 3) % 2 === 1 ? 1.5 : 0) + random.normal(),
  ),
};
/** Twelve patients of two rows each; rows of a patient are of one class. */
const units = Array.from({ length: rows }, (_, row) => `p${row % 12}`);
const all = Uint32Array.from({ length: rows }, (_, row) => row);
const study = {
  samples: { patientId: units, sampleId: Array.from(all, (row) => `s${row}`) },
  ...{ classes, units, development: all, y: Int32Array.from(all, (row) => row % 2), fingerprint: 'x' },
} as unknown as Study;

const experiment = (more: string) =>
  readEncodedExperiment(
    `kind: images
name: cells
title: Cells
question: Which?
seed: 1
manifest: cells.csv
models:
  - { kind: head, name: frozen, settings: [0.1] }
  - { kind: trivial, name: colour }
primary: frozen
validation: { thresholds: [0.5], bootstrap: 50, baseline: colour }
${more}`,
    'cells.yaml',
  );

async function replayed(more: string): Promise<Replays> {
  const path = (...parts: string[]) => join(folder, ...parts);
  const context = {
    experiment: experiment(more),
    ground: '',
    run: {
      path,
      step: (_name: string, _inputs: string, work: () => Promise<void>) => work().then(() => 'made'),
      write: (name: string, bytes: Uint8Array) => writeFileSync(path(name), bytes),
    },
    talk: { step: () => ({ advance() {}, end() {} }), line() {} },
  } as unknown as EncodedContext;
  const encoded = async () => ({ features, jittered: null, rows: all, leftOut: [] });
  await replayHeads(context, study, { features: { encoded } as never, files: '' });
  return readReplays(path('replays.parquet'), 'replays.parquet');
}

it('says what a refit on patients drawn again thinks of everybody, a row drawn twice counting twice', async () => {
  const table = await replayed(
    'cross_validation: { repeats: 1, folds: 3 }\noptimism: { replicates: 4, models: [frozen] }',
  );
  expect(table.rows).toBe(5 * rows);
  const of = (replicate: number) =>
    Array.from(table.replicate.keys()).filter((row) => table.replicate[row] === replicate);
  expect(new Set(of(-1).map((row) => table.inBag[row]))).toEqual(new Set([1]));
  const own = of(2);
  const drawn = own.flatMap((row, at) => Array<number>(table.inBag[row] as number).fill(at));
  expect(drawn).toHaveLength(rows);
  const stacked = [...drawn, ...all];
  const task = {
    features: featureRows(features, stacked),
    ...{ classNames: classes, classes: Int32Array.from(stacked, (row) => row % 2) },
    groups: Int32Array.from(stacked, (row) => row % 12),
  };
  const place = (from: number, count: number) => Int32Array.from({ length: count }, (_, at) => from + at);
  const [round] = await judgeHeads(
    task,
    [{ id: 'again', train: place(0, drawn.length), judged: place(drawn.length, rows) }],
    { head: { kind: 'softmax', grid: [0.1] }, standardise: true, random: createRandom(1) },
  );
  own.forEach((row, at) => {
    expect(textAt(table.sampleId, row)).toBe(`s${at}`);
    expect(table.p[row]).toBeCloseTo(round?.probabilities[at * 2 + 1] as number, 4);
  });
});

it('refuses what cannot be refitted or judged', async () => {
  await expect(replayed('optimism: { replicates: 4, models: [frozen] }')).rejects.toThrow(
    'optimism: needs risks out of fold',
  );
  const folds = 'cross_validation: { repeats: 1, folds: 3 }';
  await expect(replayed(`${folds}\noptimism: { replicates: 4, models: [colour] }`)).rejects.toThrow(
    'optimism.models: colour is no head',
  );
  await expect(
    replayed(`${folds}\noptimism: { replicates: 100000, models: [frozen, frozen, frozen] }`),
  ).rejects.toThrow(/rows of replays are more than 5000000/);
  expect(() => experiment('optimism: { replicates: 4, models: [frosen] }')).toThrow(
    'optimism.models names no model (frosen)',
  );
});
