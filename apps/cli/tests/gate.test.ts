import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@raredx/stats';
import { decodeEvidenceJson } from '@raredx/tables';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { compareModels } from '../src/gate/compare-models.ts';
import { type GateRequest, gateFolder } from '../src/gate/gate-folder.ts';
import { askHoldout } from '../src/gate/ledger/ask-holdout.ts';
import { checkLedgerFile } from '../src/gate/ledger/check-ledger-file.ts';
import { listLedger } from '../src/gate/ledger/list-ledger.ts';
import { json } from '../src/run/json.ts';
import { validateFile } from '../src/validate/validate-file.ts';
import { recomputeDecision } from '../src/verify/recompute.ts';
import { said } from './said.ts';
import { makeSmallPack } from './small-pack.ts';

let folder: string;
const at = (name: string) => join(folder, name);

const gate = (options: Partial<GateRequest> = {}) =>
  said(() =>
    gateFolder({ dir: at('out'), policy: at('release.yaml'), json: false, quiet: false, ...options }),
  );
const looks = (policy: string) =>
  policy.replace(
    'criteria:',
    'looks: { cohort: made up, planned: 2, spending: fixed, data: reused, because: two releases }\ncriteria:',
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-gate-'));
  await makeSmallPack(folder);
  await makeSmallPack(folder, { out: 'next', factor: 0.9 });
  writeFileSync(at('looks.yaml'), looks(readFileSync(at('release.yaml'), 'utf8')));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('policy and evidence in time', () => {
  it('says that nothing could be compared, refuses a newer policy, and takes a declared one', async () => {
    expect((await gate()).err).toContain('the evidence has no date');
    writeFileSync(at('out/provenance.json'), JSON.stringify({ finished: '2025-11-01T00:00:00.000Z' }));
    vi.setSystemTime(new Date('2026-12-01T00:00:00Z'));
    try {
      await expect(gate()).rejects.toThrow(
        'release.yaml: agreed on 2026-01-01, after the evidence of 2025-11-01',
      );
      const text = readFileSync(at('release.yaml'), 'utf8');
      writeFileSync(
        at('late.yaml'),
        text.replace('on: 2026-01-01', 'on: 2026-01-01, after_evidence: a test'),
      );
      expect((await gate({ policy: at('late.yaml'), out: at('late') })).err).toContain('declared: a test');
      writeFileSync(at('post-dated.yaml'), text.replace('on: 2026-01-01', 'on: 2026-12-31'));
      await expect(gate({ policy: at('post-dated.yaml') })).rejects.toThrow('a day to come by the clock');
    } finally {
      vi.useRealTimers();
      rmSync(at('out/provenance.json'));
    }
  });
});

describe('the ledger', () => {
  const ledger = () => at('looks.jsonl');
  const judged = (dir: string, time: string) =>
    gate({ dir: at(dir), policy: at('looks.yaml'), ledger: ledger(), at: time, out: at(`${dir}-judged`) });

  it('refuses a time that is none', async () => {
    await expect(judged('out', 'yesterday')).rejects.toThrow('--at: not a UTC time (yesterday)');
  });

  it('a policy that counts looks needs one', async () => {
    await expect(gate({ policy: at('looks.yaml') })).rejects.toThrow(
      '--ledger: the policy plans 2 looks at made up',
    );
  });

  it('counts looks, gives the same decision the same entry, and ends', async () => {
    const first = await judged('out', '2026-11-24T10:00:00Z');
    expect(first).toMatchObject({ code: 0, out: 'pass\n' });
    const decision = JSON.parse(readFileSync(at('out-judged/decision.json'), 'utf8'));
    expect(decision.look).toMatchObject({ number: 1, of: 2 });
    expect(decision.look.alpha).toBeCloseTo(0.025, 12);
    expect(decision.ledgerEntry).toMatch(/^[0-9a-f]{64}$/);
    await judged('out', '2026-11-24T11:00:00Z');
    expect(JSON.parse(readFileSync(at('out-judged/decision.json'), 'utf8'))).toEqual(decision);
    expect((await judged('next', '2026-11-25T10:00:00Z')).code).toBe(0);
    const { out } = await said(() => listLedger({ file: ledger(), json: false }));
    expect(out.match(/made up/g)).toHaveLength(2);
    expect(out).toContain('2 of 2');
    expect(readFileSync(ledger(), 'utf8')).not.toContain('secret-');
  });

  it('error that another plan spent is not there again, and a policy without looks does not pass it by', async () => {
    const text = readFileSync(at('looks.yaml'), 'utf8');
    writeFileSync(at('wider.yaml'), text.replace('planned: 2', 'planned: 8'));
    const more = { ledger: ledger(), dir: at('out'), out: at('wider'), at: '2026-11-25T11:00:00Z' };
    const { code, err } = await gate({ ...more, policy: at('wider.yaml') });
    expect(code).toBe(5);
    expect(err).toContain(
      'look 3 of 8 at made up: earlier looks, under another plan, spent 0.05 of the error',
    );
    await expect(gate(more)).rejects.toThrow(
      'are counted (look 1 of 2 at made up), and this policy plans none',
    );
    const plain = { dir: at('out'), out: at('plain'), ledger: at('plain.jsonl'), at: '2026-11-25T11:00:00Z' };
    expect((await gate(plain)).err).not.toContain('look 2');
    const again = await gate({ ...plain, dir: at('next') });
    expect(again.err).toContain('look 2 at these patients, each at the full level');
    await makeSmallPack(folder, { out: 'less', patients: 119 });
    expect((await gate({ ...plain, dir: at('less') })).err).toMatch(
      /about 1\d\d of these patients were looked at before \(entry 1 of the ledger\), which does not count/,
    );
  });

  it('holds the entry of a decision, and says where it was tampered with', async () => {
    const check = (text: string, more = {}) => {
      writeFileSync(at('copy.jsonl'), text);
      return said(() =>
        checkLedgerFile({
          file: at('copy.jsonl'),
          decision: at('next-judged'),
          json: false,
          quiet: false,
          ...more,
        }),
      );
    };
    const text = readFileSync(ledger(), 'utf8');
    expect((await check(text)).code).toBe(0);
    expect(await check(text.replace('"verdict":"pass"', '"verdict":"fail"'))).toMatchObject({ code: 3 });
    const cut = await check(`${text.split('\n')[0]}\n`);
    expect(cut).toMatchObject({ code: 3 });
    expect(cut.err).toContain('cut off, or written anew');
    const other = JSON.parse(readFileSync(at('next-judged/decision.json'), 'utf8'));
    writeFileSync(at('edited.json'), JSON.stringify({ ...other, verdict: 'fail' }));
    expect((await check(text, { decision: at('edited.json') })).err).toContain('entry of another decision');
    await expect(check(text, { head: 'abc' })).rejects.toThrow('--head: not the hash of an entry');
    await expect(judgedOn(text.split('\n').slice(1).join('\n'))).rejects.toThrow(
      'does not follow the line before',
    );
  });

  it('a pack with a look is decided again by its reader, and a level that the policy does not leave is found', async () => {
    const folder = at('out-judged');
    copyFileSync(at('out/evidence.json'), join(folder, 'evidence.json'));
    expect(await recomputeDecision(folder)).toEqual([]);
    const decision = JSON.parse(readFileSync(join(folder, 'decision.json'), 'utf8'));
    const bold = { ...decision, look: { ...decision.look, alpha: 0.05 } };
    writeFileSync(join(folder, 'decision.json'), json(bold));
    expect((await recomputeDecision(folder)).map(({ problem }) => problem)).toContainEqual(
      expect.stringContaining('judged look 1 at a level of 0.05, the policy leaves 0.025'),
    );
  });

  const judgedOn = (text: string) => {
    writeFileSync(at('broken.jsonl'), text);
    return gate({ policy: at('looks.yaml'), ledger: at('broken.jsonl'), out: at('broken') });
  };

  it('asks through a reusable holdout: what agrees costs nothing, what does not costs one of the budget', async () => {
    await makeInternalAndExternal();
    const ask = (more = {}) =>
      said(() =>
        askHoldout({
          ...{ dir: at('both'), ledger: at('asked.jsonl'), metric: 'auroc', model: 'model' },
          ...{ tolerance: 0.3, budget: 1, seed: 'secret', json: true, ...more },
        }),
      );
    const agrees = JSON.parse((await ask()).out);
    expect(agrees).toMatchObject({ question: 'auroc of model', told: false, budgetLeft: 1 });
    await expect(ask({ tolerance: 0.2 })).rejects.toThrow('asked before under other settings');
    const told = JSON.parse((await ask({ tolerance: 1e-6, ledger: at('other.jsonl') })).out);
    expect(told).toMatchObject({ told: true, budgetLeft: 0 });
    await expect(ask({ tolerance: 1e-6, ledger: at('other.jsonl') })).rejects.toThrow('budget of 1 is spent');
    await expect(ask({ dir: at('out') })).rejects.toThrow('no internal estimate (auroc of model)');
    await expect(ask({ tolerance: -1 })).rejects.toThrow('--tolerance: not above 0 (-1)');
    expect((await said(() => listLedger({ file: at('asked.jsonl'), json: false }))).out).toContain('agrees');
  });
});

/** A validation with internal and external patients of one model. */
async function makeInternalAndExternal(): Promise<void> {
  const random = createRandom('both');
  const lines = Array.from({ length: 200 }, (_, i) => {
    const risk = random.uniform();
    const y = random.uniform() < risk ? 1 : 0;
    return i < 100 ? `i${i},A,internal,0,${i % 5},${y},${risk}` : `e${i},B,external,-1,-1,${y},${risk}`;
  });
  writeFileSync(at('both.csv'), `patient_id,site,partition,repeat,fold,y,p\n${lines.join('\n')}\n`);
  const { code } = await said(() =>
    validateFile({
      ...{
        predictions: at('both.csv'),
        attr: [],
        thresholds: '0.2',
        bootstrap: 20,
        confidence: 0.95,
        seed: 1,
      },
      ...{ key: at('key.pem'), out: at('both'), json: false, quiet: true },
    }),
  );
  expect(code).toBe(0);
}

describe('surfaces of CI', () => {
  it('writes SARIF, JUnit and a summary beside, and nothing into the folder judged', async () => {
    const before = readFileSync(at('out/decision.json'), 'utf8');
    const strict = readFileSync(at('release.yaml'), 'utf8').replace('at_least: 0.6', 'at_least: 0.99');
    writeFileSync(at('strict.yaml'), strict);
    const files = { sarif: at('g.sarif'), junit: at('g.xml'), summary: at('g.md'), out: at('beside') };
    expect((await gate({ policy: at('strict.yaml'), ...files })).code).toBe(4);
    const log = JSON.parse(readFileSync(at('g.sarif'), 'utf8'));
    expect(log.runs[0].results[0].message.text).toContain('; evidence row external:model:auroc');
    expect(readFileSync(at('g.xml'), 'utf8')).toContain('; evidence row external:model:auroc');
    expect(readFileSync(at('g.md'), 'utf8')).toContain('evidence row external:model:auroc');
    expect(readFileSync(at('out/decision.json'), 'utf8')).toBe(before);
    expect(existsSync(at('beside/policy.yaml'))).toBe(true);
  });

  it('promotes only what is a version, in a registry that is named', async () => {
    await expect(gate({ promote: 'wilms' })).rejects.toThrow('--promote: not a registered version (wilms)');
    vi.stubEnv('MLFLOW_TRACKING_URI', '');
    await expect(gate({ promote: 'wilms/3' })).rejects.toThrow('MLFLOW_TRACKING_URI: not set');
    vi.unstubAllEnvs();
  });

  it('moves the alias on a pass, and on nothing else', async () => {
    const moved: unknown[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        moved.push([request.url, JSON.parse(body)]);
        response.setHeader('content-type', 'application/json').end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    vi.stubEnv('MLFLOW_TRACKING_URI', `http://127.0.0.1:${port}`);
    try {
      const strict = readFileSync(at('release.yaml'), 'utf8').replace('at_least: 0.6', 'at_least: 0.99');
      writeFileSync(at('strict.yaml'), strict);
      const stays = await gate({ policy: at('strict.yaml'), out: at('beside'), promote: 'wilms/3' });
      expect(stays.err).toContain('wilms: alias champion stays where it is');
      expect(moved).toEqual([]);
      const moves = await gate({ out: at('beside'), promote: 'wilms/3' });
      expect(moves.err).toContain('wilms: alias champion moved to version 3');
      expect(moved).toEqual([
        ['/api/2.0/mlflow/registered-models/alias', { name: 'wilms', alias: 'champion', version: '3' }],
      ]);
    } finally {
      vi.unstubAllEnvs();
      server.close();
    }
  });
});

describe('champion and challenger', () => {
  const compare = (more = {}) =>
    said(() =>
      compareModels({
        ...{ champion: at('out'), challenger: at('next'), bootstrap: 50, confidence: 0.95, seed: 1 },
        ...{ key: at('key.pem'), out: at('compared'), json: false, quiet: true, ...more },
      }),
    );

  it('are judged paired on identical rows', async () => {
    const policy = readFileSync(at('release.yaml'), 'utf8')
      .replace('model: model', 'model: challenger')
      .replace('kind: absolute', 'kind: non-inferiority')
      .replace('metric: auroc', 'metric: brier')
      .replace('require: { at_least: 0.6 }', 'against: champion\n    better: lower\n    margin: 0.05');
    writeFileSync(at('successor.yaml'), policy);
    const { code } = await compare({ policy: at('successor.yaml') });
    const { rows } = decodeEvidenceJson(readFileSync(at('compared/evidence.json'), 'utf8'), 'e');
    const difference = rows.find(({ metric }) => metric === 'difference:auroc');
    expect(difference).toMatchObject({ model: 'challenger', patients: 120 });
    expect(Math.abs(difference?.estimate as number)).toBeLessThan(1e-12);
    expect(code).toBe(0);
  });

  it('are refused where the rows differ', async () => {
    await makeSmallPack(folder, { out: 'fewer', patients: 100 });
    await expect(compare({ challenger: at('fewer') })).rejects.toThrow(
      'not the same rows as out/predictions.parquet (20 missing, 0 more)',
    );
    await expect(compare({ challengerModel: 'none' })).rejects.toThrow('has no model none');
  });
});
