import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EvidenceRow, encodeEvidenceJson, readPredictions } from '@raredx/tables';
import { afterAll, describe, expect, it } from 'vitest';
import { validate } from '../src/index.ts';
import { simulated } from './cohort.ts';
import { predictionsTable } from './predictions-table.ts';

const folder = mkdtempSync(join(tmpdir(), 'raredx-bad-input-'));
afterAll(() => rmSync(folder, { recursive: true }));

const plan = { seed: 1, bootstrap: 50, confidence: 0.95, thresholds: [0.2], targetPrevalence: 0.01 };

/** A vendor's file as the command line reads it. */
async function judgeFile(
  content: string,
  attributes: readonly string[] = [],
): Promise<readonly EvidenceRow[]> {
  const path = join(folder, 'vendor.csv');
  writeFileSync(path, content);
  return validate(await readPredictions(path, 'vendor.csv', { attributes }), plan);
}

const lines = (rows: readonly string[], header = 'y,p') => `${[header, ...rows].join('\n')}\n`;
const spread = (i: number) => ((i * 37) % 97) / 100 + 0.01;
const many = Array.from({ length: 60 }, (_, i) => `${i % 3 === 0 ? 1 : 0},${spread(i)}`);

/** An estimate or a reason in every row, every number finite: what the writer of evidence requires. */
function expectHonest(rows: readonly EvidenceRow[]): void {
  expect(() => encodeEvidenceJson({ schemaVersion: 1, provenance: {}, rows })).not.toThrow();
}
const reason = (rows: readonly EvidenceRow[], metric: string, level: string | null = null) =>
  rows.find((row) => row.metric === metric && row.level === level)?.undefinedBecause;

describe("a vendor's file that can be judged says what it cannot", () => {
  it('one class', async () => {
    const rows = await judgeFile(lines(many.map((line) => line.replace(/^1/, '0'))));
    expectHonest(rows);
    expect(reason(rows, 'auroc')).toBe('no events');
    expect(reason(rows, 'calibration_slope')).toBe('no events');
    expect(reason(rows, 'next_site_with_prior:auroc')).toBe('no site has an AUROC with an interval');
    expect(rows.find(({ metric }) => metric === 'brier')?.estimate).not.toBeNull();
  });

  it('no events in a subgroup', async () => {
    const group = (i: number) => (i % 3 === 0 ? 'a' : i % 2 === 0 ? 'a' : 'b');
    const rows = await judgeFile(
      lines(
        many.map((line, i) => `${line},${group(i)}`),
        'y,p,group',
      ),
      ['group'],
    );
    expectHonest(rows);
    expect(reason(rows, 'auroc', 'b')).toBe('no events');
    expect(reason(rows, 'difference:auroc', 'b vs a')).toBe('in b: no events');
    expect(reason(rows, 'interaction:calibration_slope', 'all levels')).toMatch('fewer than two levels');
    expect(rows.filter(({ level }) => level === 'b').length).toBe(
      rows.filter(({ level }) => level === 'a').length,
    );
  });

  it('risks of exactly 0 and 1', async () => {
    const rows = await judgeFile(lines([...many, '1,1', '0,0']));
    expectHonest(rows);
    expect(reason(rows, 'calibration_slope')).toBe('p is exactly 0 or 1 in 2 rows');
    const auroc = rows.find(({ metric }) => metric === 'auroc');
    expect(auroc?.samples).toBe(62);
    expect(auroc?.estimate).not.toBeNull();
  });

  it('an event whose risk is 0', async () => {
    const rows = await judgeFile(lines([...many, '1,0']));
    expectHonest(rows);
    expect(reason(rows, 'log_loss')).not.toBeNull();
  });

  it('all risks equal', async () => {
    const rows = await judgeFile(lines(many.map((line) => `${line.slice(0, 1)},0.3`)));
    expectHonest(rows);
    expect(rows.find(({ metric }) => metric === 'auroc')?.estimate).toBe(0.5);
    expect(reason(rows, 'calibration_slope')).not.toBeNull();
  });

  it('three rows', async () => {
    const rows = await judgeFile(lines(['1,0.9', '0,0.2', '0,0.4']));
    expectHonest(rows);
    expect(rows.find(({ metric }) => metric === 'auroc')?.estimate).toBe(1);
    expect(reason(rows, 'ici')).not.toBeNull();
  });
});

describe("a vendor's file that cannot be judged is refused in one line", () => {
  it.each([
    ['NaN for a risk', ['1,NaN', '0,0.1'], 'p is not a finite number in 1 row (first: row 1)'],
    ['an empty risk', ['1,', '0,0.1'], 'p is not a finite number in 1 row (first: row 1)'],
    ['an infinite risk', ['1,Infinity', '0,0.1'], 'p is not a finite number in 1 row (first: row 1)'],
    ['text for a risk', ['1,high', '0,0.1'], 'p is not a finite number in 1 row (first: row 1)'],
    ['NaN for an outcome', ['NaN,0.2', '0,0.1'], 'y is neither 0 nor 1 in 1 row (first: row 1)'],
    ['an outcome of 2', ['2,0.2', '0,0.1'], 'y is neither 0 nor 1 in 1 row (first: row 1)'],
    ['an empty outcome', [',0.2', '0,0.1'], 'y is neither 0 nor 1 in 1 row (first: row 1)'],
    ['a header alone', [], 'the file has a header but no rows'],
  ])('%s', async (_, rows, message) => {
    const refused = await judgeFile(lines(rows)).then(
      () => null,
      (error: Error & { exitCode?: number }) => error,
    );
    expect(refused).not.toBeNull();
    expect(refused?.exitCode).toBe(3);
    expect(refused?.message).toBe(`vendor.csv: ${message}`);
  });

  it('a million levels', () => {
    const size = 1_000_000;
    const table = predictionsTable(simulated('levels', 10));
    const codes = Uint32Array.from({ length: size }, (_, i) => i);
    const levels = Array.from(codes, (i) => `l${i}`);
    const at = <T extends { codes: ArrayLike<number> }>(column: T) => ({
      ...column,
      codes: new Uint32Array(size),
    });
    const wide = {
      ...table,
      rows: size,
      patientId: { levels, codes },
      sampleId: { levels, codes },
      site: at(table.site),
      model: at(table.model),
      partition: at(table.partition),
      label: at(table.label),
      repeat: new Int32Array(size).fill(-1),
      fold: new Int32Array(size).fill(-1),
      y: Uint8Array.from(codes, (i) => i % 2),
      p: Float64Array.from(codes, () => 0.5),
      attributes: { id: { levels, codes } },
    };
    expect(() => validate(wide, plan)).toThrow('predictions: id has 1000000 levels, more than 500');
  });
});
