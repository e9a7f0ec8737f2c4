import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findingLine } from '@raredx/report';
import { createRandom } from '@raredx/stats';
import { encodePredictions, readPredictions } from '@raredx/tables';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { examinePack } from '../src/verify/examine-pack.ts';
import { raredx } from './raredx.ts';
import { makeSmallPack, sealAgain } from './small-pack.ts';

let folder: string;
let sealed: string;
let pack: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-verify-'));
  sealed = await makeSmallPack(folder);
  pack = join(folder, 'copy');
});
beforeEach(() => {
  rmSync(pack, { recursive: true, force: true });
  cpSync(sealed, pack, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

const text = (name: string) => readFileSync(join(pack, name), 'utf8');
const edit = (name: string, from: string | RegExp, to: string) => {
  const before = text(name);
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(join(pack, name), after);
};
/** Changes the digit that stands after what the pattern matches. */
const editDigit = (name: string, pattern: RegExp) => {
  const before = text(name);
  const found = pattern.exec(before);
  const at = (found?.index ?? 0) + (found?.[0].length ?? 0);
  expect(before[at]).toMatch(/\d/);
  writeFileSync(
    join(pack, name),
    `${before.slice(0, at)}${(Number(before[at]) + 1) % 10}${before.slice(at + 1)}`,
  );
};
const examine = async (options: { quick?: boolean; tolerance?: number } = {}) =>
  (await examinePack(pack, { quick: false, tolerance: 0, onProgress: () => {}, ...options })).findings.map(
    findingLine,
  );

describe('raredx verify as a command', () => {
  const guard = ['--import', fileURLToPath(new URL('./forbid-tensorflow.mjs', import.meta.url))];
  const verify = (...args: string[]) => raredx(['verify', ...args], { node: guard });

  it('accepts a pack, says that the key in it proves no identity, and loads no TensorFlow', () => {
    const { status, stdout, stderr } = verify(pack);
    expect(stderr).toContain('120 rows');
    expect(stdout).toBe('verified\n');
    expect(stderr).toContain('not who sealed it');
    expect(status).toBe(0);
  });

  it('takes the folder of the run, a pinned key, and --json', () => {
    const key = join(sealed, 'public-key.pem');
    const { status, stdout, stderr } = verify(join(folder, 'out'), '--public-key', key, '--json', '--quick');
    expect(status).toBe(0);
    expect(stderr).not.toContain('not who sealed it');
    expect(JSON.parse(stdout)).toMatchObject({
      verified: true,
      identity: 'checked',
      rows: 120,
      findings: [],
    });
  });

  it('exits 3 with a line a finding, 2 where there is nothing to verify', () => {
    edit('summary.md', /\d/, 'x');
    const { status, stdout } = verify(pack, '--quick');
    expect(status).toBe(3);
    expect(stdout).toBe('summary.md: changed (its sha256 is not the sealed one)\n');
    expect(verify(join(folder, 'none')).status).toBe(2);
    expect(verify(pack, '--public-key', join(folder, 'none.pem')).status).toBe(2);
    expect(verify(pack, '--public-key', join(folder, 'key.pem')).stderr).toContain('a private key');
    expect(verify(pack, '--tolerance', '-1').status).toBe(2);
  });
});

describe('what was changed is named', () => {
  it('a digit of the page, by line, section and statement', async () => {
    editDigit('index.html', /data-evidence="external:model:auroc"[^>]*>[^<\d]*(?=\d)/);
    const lines = await examine();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^index.html: line \d+, section [a-z-]+, evidence external:model:auroc is not what the evidence gives$/,
    );
  });

  it('a point of a figure', async () => {
    editDigit('index.html', / d="M(?=\d)/);
    const lines = await examine();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^index.html: line \d+, section [a-z-]+, in a figure/);
  });

  it('a row of the predictions, by number and without the patient', async () => {
    const path = join(pack, 'predictions.parquet');
    const table = await readPredictions(path, 'p');
    const p = table.p.slice();
    p[16] = 0.123;
    writeFileSync(path, encodePredictions({ ...table, p }));
    const lines = await examine();
    expect(lines).toContain('predictions.parquet: row 17 (model, external) is not as sealed');
    expect(lines.join('\n')).not.toContain('secret');
    expect(lines.every((line) => line.startsWith('predictions.parquet: '))).toBe(true);
  });

  it('a row taken out, and a table that cannot be read', async () => {
    const path = join(pack, 'predictions.parquet');
    const csv = join(folder, 'fewer.csv');
    writeFileSync(csv, readFileSync(join(folder, 'out.csv'), 'utf8').replace(/\nsecret-7,.*/, ''));
    writeFileSync(path, encodePredictions(await readPredictions(csv, 'p', { attributes: ['sex'] })));
    expect(await examine()).toEqual(
      expect.arrayContaining([
        'predictions.parquet: 119 rows where 120 were sealed',
        expect.stringMatching(/1 row removed \(first: line \d+ of rows.sha256\)$/),
      ]),
    );
    writeFileSync(path, readFileSync(path).subarray(0, 900));
    expect((await examine()).join('\n')).toContain('truncated');
  });

  it('a digit of the evidence, by the statement', async () => {
    editDigit('evidence.json', /"estimate":0\.(?=\d*,"events":\d+,"id":"external:model:brier")/);
    const lines = await examine();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^evidence.json: external:model:brier estimate is 0\.\d+, the rows give 0\.\d+/);
  });

  it('a file added, taken away, renamed or replaced by a link', async () => {
    writeFileSync(join(pack, 'notes.txt'), 'x');
    renameSync(join(pack, 'summary.md'), join(pack, 'sum.md'));
    rmSync(join(pack, 'policy.yaml'));
    symlinkSync(join(folder, 'release.yaml'), join(pack, 'policy.yaml'));
    expect(await examine({ quick: true })).toEqual([
      'policy.yaml: missing',
      'summary.md: missing',
      'notes.txt: added: not in the manifest',
      'sum.md: added: not in the manifest',
      'policy.yaml: a link or device: a pack holds files only',
    ]);
  });

  it('a seal moved from another pack', async () => {
    const other = await makeSmallPack(folder, { out: 'other', factor: 0.9 });
    for (const name of ['seal.dsse.json', 'public-key.pem']) cpSync(join(other, name), join(pack, name));
    expect((await examine({ quick: true })).join('\n')).toContain('not the manifest that was signed');
  });

  it('none of 60 seeded edits of a byte goes unseen (edits.slow.ts makes 1,000)', async () => {
    const random = createRandom('edits');
    const names = readdirSync(pack, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .sort();
    for (let turn = 0; turn < 60; turn++) {
      const name = names[Math.floor(random.uniform() * names.length)] as string;
      const whole = readFileSync(join(sealed, name));
      const bytes = Uint8Array.from(whole);
      const at = Math.floor(random.uniform() * bytes.length);
      bytes[at] = (bytes[at] as number) ^ (1 + Math.floor(random.uniform() * 255));
      writeFileSync(join(pack, name), bytes);
      const found = await examine({ quick: true });
      expect(
        found.some((line) => line.startsWith(name) || name === 'public-key.pem'),
        `${name} ${at}`,
      ).toBe(true);
      expect(found.length).toBeGreaterThan(0);
      writeFileSync(join(pack, name), whole);
    }
  });
});

describe('a pack changed and sealed again by somebody else is caught by its numbers', () => {
  it('evidence', async () => {
    edit('evidence.json', /("estimate":0\.)\d(\d*,"events":\d+,"id":"external:model:auroc")/, '$19$2');
    await sealAgain(pack);
    const lines = await examine();
    expect(lines[0]).toMatch(/^evidence.json: external:model:auroc estimate is 0\.9\d+, the rows give/);
    expect(lines.join('\n')).toContain('decision.json: was made on other evidence');
  });

  it('decision', async () => {
    edit('decision.json', '"lower": 0.', '"lower": 0.9');
    await sealAgain(pack);
    expect((await examine())[0]).toBe(
      'decision.json: criterion ranking is not what evidence and policy give (pass)',
    );
  });

  it('page, plan and row hashes', async () => {
    edit('index.html', 'Made up', 'Made well');
    edit('pack-facts.json', '"seed": 1', '"seed": 2');
    rmSync(join(pack, 'summary.md'));
    await sealAgain(pack);
    const lines = await examine();
    expect(lines.some((line) => line.startsWith('index.html: line '))).toBe(true);
    expect(lines).toContain('summary.md: missing: it follows from the documents of the pack');
    expect(lines).toContain('evidence.json: its provenance is not that of these predictions and this plan');
  });

  it('a difference that another platform may make is said to be one, and accepted on request', async () => {
    pack = await makeSmallPack(folder, { out: 'unjudged', judged: false });
    const row = JSON.parse(text('evidence.json')).rows.find(
      (one: { id: string }) => one.id === 'external:model:auroc',
    );
    edit('evidence.json', `"estimate":${row.estimate},`, `"estimate":${row.estimate + 2 ** -52},`);
    await sealAgain(pack);
    const lines = await examine();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('--tolerance 1e-12 accepts it');
    expect(await examine({ tolerance: 1e-12 })).toEqual([]);
  });
});
