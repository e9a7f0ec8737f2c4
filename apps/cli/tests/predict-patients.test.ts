import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPredictions, textAt } from '@raredx/tables';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raredx, root } from './raredx.ts';

const layers = 'hidden: [4], epochs: 2, batch_size: 256, learning_rate: 0.02, weight_decay: 0';
const episodes =
  'pretrain: { target: central_histology, episodes: 3, shots: 5, queries: 5, learning_rate: 0.01 }';
const experiment = `name: small
title: Small
question: What are new patients told?
seed: 5
dataset: wilms
outcome: relapse
predictors: [institution_histology, stage, age_years]
attributes: [age_band]
familiarity: { beyond: 0.9 }
cohorts: { development: [NWTS-3], external: [NWTS-4] }
cross_validation: { repeats: 1, folds: 2 }
models:
  - { kind: logistic, name: logistic }
  - { kind: network, name: network, ${layers} }
  - { kind: transfer, name: transfer, ${layers}, pretrain: { target: central_histology, epochs: 1, learning_rate: 0.01 } }
  - { kind: prototypical, name: few, shots: 5, draws: 2, hidden: [4], ${episodes} }
primary: logistic
validation: { thresholds: [0.15], bootstrap: 0, baseline: logistic }
`;

let folder: string;
let header: string;
let study4: string[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-predict-'));
  cpSync(join(root, 'datasets/wilms'), join(folder, 'wilms'), { recursive: true });
  writeFileSync(join(folder, 'small.yaml'), experiment);
  const [first, ...rows] = readFileSync(join(folder, 'wilms/nwtco.csv'), 'utf8').trim().split('\n');
  header = first as string;
  study4 = rows.filter((row) => row.split(',')[4] === '4').slice(0, 300);
  const { status, stderr } = raredx(['run', join(folder, 'small.yaml'), '--out', join(folder, 'run')]);
  expect(status, stderr).toBe(0);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const write = (text: string) => writeFileSync(join(folder, 'new.csv'), text);
const predict = (...more: string[]) =>
  raredx([
    ...['predict', join(folder, 'new.csv'), '--model', join(folder, 'run')],
    ...['--out', join(folder, 'out'), '--json', ...more],
  ]);

describe('raredx predict of a table', () => {
  it.each([
    ['logistic', 1e-12],
    ['network', 1e-5],
    ['transfer', 1e-5],
    ['few', 1e-5],
  ])('%s says of the external patients what the run said', async (name, apart) => {
    write([header, ...study4].join('\n'));
    const result = predict('--name', name);
    expect(result.status, result.stderr).toBe(0);
    const said = JSON.parse(result.stdout);
    expect(said).toMatchObject({ model: name, samples: 300, judged: 300, leftOut: 0, learned: 0 });
    expect(said.summary.some(({ metric }: { metric: string }) => metric === 'auroc')).toBe(true);
    const run = await readPredictions(join(folder, 'run/predictions.parquet'), 'run');
    const wanted = new Map<string, number>();
    for (let row = 0; row < run.rows; row++)
      if (
        textAt(run.model, row) === name &&
        textAt(run.partition, row) === 'external' &&
        run.repeat[row]! <= 0
      )
        wanted.set(textAt(run.sampleId, row), run.p[row] as number);
    const ours = await readPredictions(join(folder, 'out/predictions.parquet'), 'out');
    for (let row = 0; row < ours.rows; row++)
      expect(
        Math.abs((ours.p[row] as number) - (wanted.get(textAt(ours.sampleId, row)) as number)),
      ).toBeLessThan(apart);
  });

  it('says who is unlike those that were learned from, as the run did', async () => {
    write([header, ...study4].join('\n'));
    const result = predict();
    const rows = readFileSync(join(folder, 'out/risks.csv'), 'utf8').trim().split('\n').slice(1);
    const strange = rows.filter((row) => row.endsWith(',unfamiliar')).length;
    expect(strange).toBeGreaterThan(0);
    expect(strange).toBeLessThan(100);
    expect(result.stderr).toContain(`${strange} of 300 rows are unlike those that the models learned from`);
    const levelsOf = async (path: string) => {
      const table = await readPredictions(join(folder, path), path);
      const levels = table.attributes.familiarity as NonNullable<typeof table.site>;
      return new Map(Array.from(table.p, (_, row) => [textAt(table.sampleId, row), textAt(levels, row)]));
    };
    const [run, ours] = [
      await levelsOf('run/predictions.parquet'),
      await levelsOf('out/predictions.parquet'),
    ];
    for (const [sample, level] of ours) expect(run.get(sample)).toBe(level);
    const { rows: evidence } = JSON.parse(readFileSync(join(folder, 'run/evidence.json'), 'utf8'));
    expect(evidence.some((row: { level: string }) => row.level === 'unfamiliar')).toBe(true);
  });

  it('needs no outcome, no site and no attribute, and leaves no old judgement standing', () => {
    const keep = [0, 1, 3, 7].map((at) => header.split(',')[at]);
    const rows = study4.map((row) => [0, 1, 3, 7].map((at) => row.split(',')[at]).join(','));
    write([[...keep, '"hospital"'].join(','), ...rows.map((row) => `${row},x`)].join('\n'));
    const result = predict();
    expect(result.status, result.stderr).toBe(0);
    expect(result.stderr).toContain('undeclared column (hospital), left out');
    expect(JSON.parse(result.stdout)).toMatchObject({ judged: 0, predictions: null });
    expect(existsSync(join(folder, 'out/predictions.parquet'))).toBe(false);
    const [head, line] = readFileSync(join(folder, 'out/risks.csv'), 'utf8').split('\n');
    expect(head).toBe('sample_id,patient_id,site,p_relapse,missing,unseen,familiarity');
    expect(line).toMatch(/,new,0\.\d+,,,(un)?familiar$/);
  });

  it('judges nobody by what was learned from them, and calls new patients of a known centre a test', async () => {
    const learned = readFileSync(join(folder, 'wilms/nwtco.csv'), 'utf8').trim().split('\n').slice(1, 4);
    const newcomer = (learned[0] as string).replace(/^\d+/, '99999');
    write([header, ...study4.slice(0, 2), ...learned, newcomer].join('\n'));
    const result = predict();
    expect(result.stderr).toContain(
      '3 rows are of patients that the models learned from: a risk, and no judgement',
    );
    expect(JSON.parse(result.stdout)).toMatchObject({ samples: 6, judged: 3, learned: 3 });
    const table = await readPredictions(join(folder, 'out/predictions.parquet'), 'out');
    expect(Array.from(table.p, (_, row) => textAt(table.partition, row)).sort()).toEqual([
      'external',
      'external',
      'test',
    ]);
  });

  it('takes a centre that nobody declared', () => {
    write(
      [header, ...study4.slice(0, 20).map((row) => row.replace(/^((?:[^,]*,){4})4,/, '$17,'))].join('\n'),
    );
    const result = predict();
    expect(result.status, result.stderr).toBe(0);
    expect(readFileSync(join(folder, 'out/risks.csv'), 'utf8').split('\n')[1]?.split(',')[2]).toBe('7');
  });

  it('says what it had to guess, and predicts nobody whom the data set would not let in', () => {
    const cells = (study4[0] as string).split(',');
    const gap = cells.map((cell, at) => (at === 3 ? '' : cell)).join(',');
    const blank = cells
      .map((cell, at) => ([1, 3, 7].includes(at) ? '' : at === 0 ? '88888' : cell))
      .join(',');
    write([header, gap, blank].join('\n'));
    const result = predict();
    expect(result.status, result.stderr).toBe(0);
    expect(result.stderr).toContain('left out: 1 of 2 rows that are not eligible');
    expect(result.stderr).toContain('stage: 1 rows have a gap or a level there that no patient had');
    expect(readFileSync(join(folder, 'out/risks.csv'), 'utf8').split('\n')[1]).toMatch(
      /,stage,stage,unfamiliar$/,
    );
  });

  it.each([
    [
      'a predictor is not there',
      () => header.replace('"stage"', '"stadium"'),
      [],
      3,
      'missing column (stage)',
    ],
    ['no such model', () => header, ['--name', 'logistics'], 2, 'no such model (logistics)'],
  ])('%s', (_, head, more, status, message) => {
    write([head(), ...study4].join('\n'));
    const result = predict(...more);
    expect(result.stderr).toContain(message);
    expect(result.status).toBe(status);
  });

  it('refuses weights that are not those that were fitted', () => {
    write([header, ...study4].join('\n'));
    const path = join(folder, 'run/model/few.safetensors');
    const bytes = readFileSync(path);
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) ^ 1;
    writeFileSync(path, bytes);
    const result = predict('--name', 'few');
    expect(result.stderr).toContain('few.safetensors: the weights are not those that were fitted');
    expect(result.status).toBe(3);
  });
});
