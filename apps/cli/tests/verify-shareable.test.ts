import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findingLine } from '@raredx/report';
import { sha256 } from '@raredx/tables';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { reportFolder } from '../src/pack/report-folder.ts';
import type { ExamineOptions } from '../src/verify/examination.ts';
import { examinePack } from '../src/verify/examine-pack.ts';
import { raredx } from './raredx.ts';
import { makeSmallPack, sealAgain } from './small-pack.ts';

let folder: string;
let out: string;
let made: string;
let pack: string;

const report = async (dir: string, more: object = {}) => {
  const printed = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const request = { dir, key: join(folder, 'key.pem'), sigstore: false, json: false, quiet: true };
  await reportFolder({ ...request, profile: 'shareable', ...more }).finally(() => printed.mockRestore());
};
const examine = (options: Partial<ExamineOptions> = {}) =>
  examinePack(pack, { quick: false, tolerance: 0, onProgress: () => {}, ...options });
const lines = async (options?: Partial<ExamineOptions>) => (await examine(options)).findings.map(findingLine);
const text = (name: string) => readFileSync(join(pack, name), 'utf8');
const edit = (name: string, from: string | RegExp, to: string) => {
  const before = text(name);
  expect(before.replace(from, to)).not.toBe(before);
  writeFileSync(join(pack, name), before.replace(from, to));
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-shareable-'));
  await makeSmallPack(folder, { patients: 240, bootstrap: 20 });
  out = join(folder, 'out');
  await report(out, { format: 'csv', requirements: 'tripod-ai,chai' });
  made = join(out, 'pack-shareable');
  pack = join(folder, 'copy');
}, 60_000);
beforeEach(() => {
  rmSync(pack, { recursive: true, force: true });
  cpSync(made, pack, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the seal of a copy for sharing', () => {
  it('says that no rows are carried and which pack it was drawn from', () => {
    const manifest = JSON.parse(text('manifest.json'));
    const internal = readFileSync(join(out, 'pack/manifest.json'), 'utf8');
    expect(manifest).toMatchObject({
      profile: 'shareable',
      rows: 'not carried',
      of: { manifest: sha256(internal), merkleRoot: JSON.parse(internal).predictions.merkleRoot },
    });
    expect(manifest).not.toHaveProperty('predictions');
    const { predicate, subject } = JSON.parse(
      Buffer.from(JSON.parse(text('seal.dsse.json')).payload, 'base64').toString(),
    );
    expect(predicate).toMatchObject({ rows: 'not carried', of: manifest.of, result: expect.any(String) });
    expect(subject.map(({ name }: { name: string }) => name)).toEqual([
      'manifest.json',
      'index.html',
      'evidence.json',
    ]);
  });

  it('as a command: signature, files and pages; says that numbers need the other pack, and takes it', () => {
    const alone = raredx(['verify', pack]);
    expect(alone.stdout).toMatch(/^verified as a copy for sharing: .*its numbers need the pack/);
    expect(alone.stderr).toContain('--against DIR');
    expect(alone.status).toBe(0);
    const both = raredx(['verify', pack, '--against', out, '--json']);
    expect(JSON.parse(both.stdout)).toMatchObject({
      verified: true,
      profile: 'shareable',
      numbers: 'recomputed from the rows',
    });
    expect(both.status).toBe(0);
  }, 60_000);

  it('a digit, a page or a table changed is named, sealed again or not', async () => {
    edit('evidence.json', /("estimate":0\.)\d/, '$10');
    expect(await lines({ quick: true })).toEqual([
      'evidence.json: changed (its sha256 is not the sealed one)',
    ]);
    cpSync(made, pack, { recursive: true });
    edit('index.html', 'Made up', 'Made well');
    edit('tables/evidence.csv', /0\.\d/, '0.0');
    const found = await lines();
    expect(found.some((line) => line.startsWith('index.html: line '))).toBe(true);
    expect(found.some((line) => line.startsWith('tables/evidence.csv: line '))).toBe(true);
  });
});

describe('against the pack with rows', () => {
  it('another pack is told from the one it was drawn from', async () => {
    await makeSmallPack(folder, { out: 'other', patients: 240, bootstrap: 20, factor: 0.9 });
    expect(await lines({ against: join(folder, 'other'), quick: true })).toEqual([
      'manifest.json: drawn from another pack than the one given',
    ]);
    expect(await lines({ against: pack })).toEqual([
      'copy: a copy for sharing itself: --against names the pack with rows',
    ]);
  }, 60_000);

  it('what was changed in the pack with rows is found through the copy', async () => {
    const internal = join(folder, 'edited');
    cpSync(join(out, 'pack'), internal, { recursive: true });
    const evidence = readFileSync(join(internal, 'evidence.json'), 'utf8');
    writeFileSync(
      join(internal, 'evidence.json'),
      evidence.replace(/("estimate":0\.)\d(\d*,"events":\d+,"id":"external:model:auroc")/, '$19$2'),
    );
    await sealAgain(internal);
    const found = (await lines({ against: internal })).join('\n');
    expect(found).toContain('edited/evidence.json: external:model:auroc estimate is 0.9');
    expect(found).toContain('drawn from another pack');
  });
});

describe('a second copy beside one that was given out', () => {
  it('of the same patients passes; of three more is refused, unless told, and nothing is written', async () => {
    const given = join(folder, 'given');
    cpSync(made, given, { recursive: true });
    await report(out, { after: given });
    await makeSmallPack(folder, { out: 'more', patients: 243, bootstrap: 20 });
    const more = join(folder, 'more');
    await expect(report(more, { after: given })).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(
        /^pack-shareable: beside the earlier copy it gives counts of 1 to 10 away/,
      ),
    });
    expect(existsSync(join(more, 'pack-shareable'))).toBe(false);
    await report(more, { after: given, acceptDifferences: true });
    expect(existsSync(join(more, 'pack-shareable/manifest.json'))).toBe(true);
    await expect(report(more, { after: join(folder, 'out/pack') })).rejects.toMatchObject({ exitCode: 2 });
  }, 60_000);
});

describe('another build of the judge', () => {
  it('is named beside the numbers that differ, and does not excuse them', async () => {
    pack = join(folder, 'built');
    cpSync(join(out, 'pack'), pack, { recursive: true });
    const other = 'a'.repeat(64);
    edit('manifest.json', /"judge":"[0-9a-f]{64}"/, `"judge":"${other}"`);
    expect((await lines()).join()).not.toContain('another build');
    edit('evidence.json', /("estimate":0\.)\d(\d*,"events":\d+,"id":"external:model:auroc")/, '$19$2');
    const found = (await lines()).filter((line) => line.startsWith('evidence.json'));
    expect(found[0]).toMatch(
      /made by another build of the judge \(a{16}, this is [0-9a-f]{16}\).*verify with the build that sealed it/,
    );
    expect(found[1]).toContain('external:model:auroc estimate is 0.9');
    pack = join(folder, 'copy');
  });
});
