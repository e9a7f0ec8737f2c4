import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkLedger } from '@raredx/gate';
import { readPredictions } from '@raredx/tables';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkChangeOf } from '../src/gate/change/check-change.ts';
import { signPlan } from '../src/gate/change/sign-plan.ts';
import { applyConsent } from '../src/gate/consent/apply-consent.ts';
import { checkConsent } from '../src/gate/consent/check-consent.ts';
import { judgeAgain } from '../src/gate/consent/judge-again.ts';
import { type GateRequest, gateFolder } from '../src/gate/gate-folder.ts';
import { said } from './said.ts';
import { makeSmallPack } from './small-pack.ts';

let folder: string;
const at = (name: string) => join(folder, name);
const gate = (options: Partial<GateRequest> = {}) =>
  said(() =>
    gateFolder({ dir: at('out'), policy: at('release.yaml'), json: false, quiet: false, ...options }),
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-consent-'));
  await makeSmallPack(folder);
  await makeSmallPack(folder, { out: 'next', factor: 0.9 });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('consent', () => {
  const header = 'patient_id,scope,withdrawn_on';
  beforeAll(() => {
    const lines = Array.from(
      { length: 119 },
      (_, i) => `secret-${i},research,${i === 7 ? '2026-01-01' : ''}`,
    );
    writeFileSync(at('consents.csv'), `${header}\n${lines.join('\n')}\n`);
  });
  const asked = () => ({ ledger: at('consents.csv'), use: 'research', on: '2026-11-24' });

  it('checks a use with counts and without names', async () => {
    const check = (use: string) => said(() => checkConsent({ dir: at('out'), ...asked(), use, json: false }));
    const { code, out } = await check('research');
    expect(code).toBe(4);
    expect(out).toContain(
      '2 of 120 patients do not allow the use research (as of 2026-11-24): 1 withdrew, 0 consented to other uses, 1 are',
    );
    expect(out).not.toContain('secret-');
    expect((await check('sale')).out).toContain('119 consented to other uses');
  });

  it('leaves them out of a table whose columns have other names, and never writes over it', async () => {
    writeFileSync(at('vendor.csv'), 'id,died,risk\nsecret-1,1,0.6\nsecret-7,0,0.2\n');
    const names = { patient: 'id', y: 'died', p: 'risk', json: true, quiet: true };
    const apply = (out: string) =>
      said(() => applyConsent({ predictions: at('vendor.csv'), ...asked(), ...names, out: at(out) }));
    expect(JSON.parse((await apply('kept.parquet')).out)).toMatchObject({ rows: 1, rowsBefore: 2 });
    await expect(apply('vendor.csv')).rejects.toThrow('--out: not a Parquet file');
  });

  it('fails the gate', async () => {
    const error = await gate({ consent: at('consents.csv'), use: 'research' }).catch((thrown) => thrown);
    expect(error).toMatchObject({ exitCode: 4, message: expect.stringContaining('2 of 120 patients') });
    await expect(gate({ consent: at('consents.csv') })).rejects.toThrow('--consent: is checked for a use');
  });

  it('the gate asks as of today, or as of a day that is named and kept, whatever the time of the entry', async () => {
    const lines = Array.from(
      { length: 120 },
      (_, i) => `secret-${i},research,${i === 7 ? '2026-03-01' : ''}`,
    );
    writeFileSync(at('later.csv'), `${header}\n${lines.join('\n')}\n`);
    const asking = { consent: at('later.csv'), use: 'research', out: at('asked') };
    const entry = { ledger: at('asked.jsonl'), at: '2026-02-01T00:00:00Z' };
    await expect(gate({ ...asking, ...entry })).rejects.toThrow('1 of 120 patients do not allow the use');
    const { err } = await gate({ ...asking, ...entry, on: '2026-02-28' });
    expect(err).toContain('all 120 patients allow the use research (as of 2026-02-28)');
    const [kept] = readFileSync(at('asked.jsonl'), 'utf8').trim().split('\n');
    expect(JSON.parse(kept as string).consent).toEqual({ use: 'research', on: '2026-02-28' });
    expect(checkLedger(readFileSync(at('asked.jsonl'), 'utf8')).findings).toEqual([]);
  });

  it('rows that came without names of patients cannot be asked for', async () => {
    const facts = JSON.parse(readFileSync(at('out/pack-facts.json'), 'utf8'));
    const unchecked = ['no patient column: every row is taken as one patient'];
    cpSync(at('out'), at('nameless'), { recursive: true });
    writeFileSync(at('nameless/pack-facts.json'), JSON.stringify({ ...facts, unchecked }));
    const words = 'has no column of patients to ask the ledger for';
    const dir = at('nameless');
    await expect(checkConsent({ dir, ...asked(), json: false })).rejects.toThrow(words);
    await expect(gate({ dir, consent: at('consents.csv'), use: 'research' })).rejects.toThrow(words);
    const again = { out: at('anew'), key: at('key.pem'), json: false, quiet: true };
    await expect(judgeAgain({ dir, ...asked(), ...again })).rejects.toThrow(words);
  });

  it('leaves out who does not allow it', async () => {
    const out = at('kept.parquet');
    const apply = (more = {}) =>
      said(() =>
        applyConsent({
          predictions: at('out/predictions.parquet'),
          ...asked(),
          out,
          json: true,
          quiet: true,
          ...more,
        }),
      );
    expect(JSON.parse((await apply()).out)).toMatchObject({ rows: 118, rowsBefore: 120 });
    const { patientId } = await readPredictions(out, 'kept.parquet');
    expect(patientId.levels).toContain('secret-8');
    expect(patientId.levels).not.toContain('secret-7');
    await expect(apply({ use: 'sale' })).rejects.toThrow('no patient allows the use (sale)');
    await expect(apply({ on: '24.11.2026' })).rejects.toThrow('--on: not a day');
  });
});

describe('a withdrawal', () => {
  it('is judged again by the same plan and policy, as a new pack, and what moved is said', async () => {
    const request = { dir: at('out'), ledger: at('consents.csv'), use: 'research', on: '2026-11-24' };
    const again = (out: string) =>
      said(() => judgeAgain({ ...request, key: at('key.pem'), out, json: false, quiet: true }));
    const { code, out } = await again(at('without'));
    expect(code).toBe(0);
    expect(out).toContain('Rows: 0 added, 2 removed, 0 changed');
    expect(readFileSync(at('without/what-moved.md'), 'utf8')).toContain('## Claims');
    expect(JSON.parse(readFileSync(at('without/decision.json'), 'utf8')).criteria[0].patients).toBe(118);
    expect(existsSync(at('without/pack/index.html'))).toBe(true);
    await expect(again(at('out'))).rejects.toThrow('is the folder that is judged again');
  });
});

describe('change control', () => {
  const plan = (extra = '') => `name: Scaling
agreed: { by: [nobody], on: 2026-11-24 }
modifications:
  - { id: refit, kind: retrain, says: Refitted., models: [model] }${extra}
protocol: { data: the same, retraining: none, evaluation: by policy, update: none }
acceptance:
  - { id: ranks, says: Ranks., metric: auroc, model: model, partition: external, better: higher, largest_loss: 0.2 }
benefit_and_risk: none
`;
  const signed = (text: string) => {
    writeFileSync(at('plan.yaml'), text);
    return said(() =>
      signPlan({
        ...{ plan: at('plan.yaml'), key: at('key.pem'), out: at('plan.dsse.json') },
        ...{ publicKeyOut: at('plan.pem'), json: false },
      }),
    );
  };
  const check = (to = 'next') =>
    said(() =>
      checkChangeOf({
        ...{ plan: at('plan.dsse.json'), publicKey: at('plan.pem'), from: at('out'), to: at(to) },
        ...{ out: at('impact'), json: false, quiet: false },
      }),
    );

  it('inside: the impact assessment says what moved', async () => {
    await signed(plan());
    const { code, out, err } = await check();
    expect(`${err}${out}`).not.toContain('OUTSIDE');
    expect(code).toBe(0);
    expect(out).toBe('inside the plan\n');
    const text = readFileSync(at('impact/impact-assessment.md'), 'utf8');
    expect(text).toContain('modifications.refit');
    expect(text).toContain('## Claims');
    const { findings, diff } = JSON.parse(readFileSync(at('impact/impact-assessment.json'), 'utf8'));
    expect(findings.every(({ holds }: { holds: boolean }) => holds)).toBe(true);
    expect(diff.claims.moved.length).toBeGreaterThan(0);
  });

  it('outside: blocked by the clause, exit 4', async () => {
    await signed(plan().replace('models: [model]', 'models: [another]'));
    expect(await check()).toMatchObject({ code: 4, out: 'blocked by modifications (kind retrain)\n' });
  });

  it('on patients who are all others a refit cannot be seen, and must be permitted as one', async () => {
    await makeSmallPack(folder, { out: 'others', first: 500 });
    const rows = (models: string) =>
      `${plan().replace('models: [model]', `models: [${models}]`).replace('\nprotocol', '\n  - { id: patients, kind: data, says: New patients., rows: [added, removed] }\nprotocol')}`;
    await signed(rows('another'));
    const { code, err } = await check('others');
    expect(code).toBe(4);
    expect(err).toContain('OUTSIDE  modifications (kind retrain): model model may have been fitted anew');
    await signed(rows('model'));
    expect((await check('others')).err).toContain('inside   modifications.refit: model model may have been');
  });

  it('a plan edited after it was signed, or signed by another, controls nothing', async () => {
    await signed(plan());
    const envelope = JSON.parse(readFileSync(at('plan.dsse.json'), 'utf8'));
    const payload = Buffer.from(envelope.payload, 'base64').toString().replaceAll('0.2', '0.9');
    writeFileSync(
      at('plan.dsse.json'),
      JSON.stringify({ ...envelope, payload: Buffer.from(payload).toString('base64') }),
    );
    await expect(check()).rejects.toThrow(/plan.dsse.json: /);
    await expect(signed('name: nothing')).rejects.toThrow('plan.yaml');
  });
});
