import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dataSets } from '../src/data/data-sets.ts';
import { signPlan } from '../src/gate/change/sign-plan.ts';
import { checkLedgerFile } from '../src/gate/ledger/check-ledger-file.ts';
import { placeHuman, writeTemplate } from '../src/pack/human-file.ts';
import { requireExperimentFile } from '../src/run/run-experiment.ts';
import { said } from './said.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-wrong-'));
  mkdirSync(at('clinic'));
  writeFileSync(at('clinic/experiment.yaml'), '');
  writeFileSync(at('clinic.csv'), 'y,p\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a person is told, without the folder of the test. */
const told = async (work: () => unknown) => {
  try {
    await work();
  } catch (error) {
    const { message, advice, exitCode } = error as Error & { advice: string; exitCode: number };
    return [exitCode, `${message} → ${advice}`.replaceAll(`${folder}/`, '')];
  }
  return null;
};

it('says which file was meant, where one of another kind is named', async () => {
  expect(await told(() => requireExperimentFile(at('clinic'), at('clinic')))).toEqual([
    2,
    'clinic: a folder, not an experiment file → raredx run clinic/experiment.yaml',
  ]);
  expect(await told(() => requireExperimentFile(at('clinic.csv'), at('clinic.csv')))).toEqual([
    2,
    'clinic.csv: a table, not an experiment file → raredx data draft clinic.csv --outcome COLUMN --out FOLDER writes one',
  ]);
  const check = { action: 'check', missingness: false, json: false } as const;
  expect(await told(() => dataSets({ ...check, name: at('clinic.csv') }))).toEqual([
    2,
    'data check: a file, not a data set (clinic.csv) → raredx data draft clinic.csv --out FOLDER writes the declaration of one',
  ]);
  expect(await told(() => placeHuman(folder, at('clinic.csv')))).toEqual([
    2,
    'clinic.csv: not a yaml file of keys and values → is it the file that was meant?',
  ]);
  const plan = { plan: at('none.yaml'), out: at('plan.json'), json: false };
  expect(await told(() => signPlan(plan))).toEqual([
    2,
    'none.yaml: no such file → see examples/change-control/ for a plan',
  ]);
});

it('says how much of a human file is still open', () => {
  writeTemplate(at('human.yaml'));
  expect(placeHuman(at('clinic'), at('human.yaml'))).toMatch(
    /^human\.yaml: (\d+) of \1 items lack a text, an author, a signer or a date$/,
  );
});

it('says of a ledger what was not asked: an emptied one looks whole', async () => {
  writeFileSync(at('looks.jsonl'), '');
  const request = { file: at('looks.jsonl'), json: false, quiet: false };
  expect(await said(() => checkLedgerFile(request))).toEqual({
    code: 0,
    out: '0 entries, head none\n',
    err: 'looks.jsonl: whether entries were cut off was not asked: --head HASH, or --decision\n',
  });
  expect((await said(() => checkLedgerFile({ ...request, head: 'a'.repeat(64) }))).code).toBe(3);
});
