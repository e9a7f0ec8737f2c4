import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dataSets } from '../src/data/data-sets.ts';
import { signPlan } from '../src/gate/change/sign-plan.ts';
import { placeHuman } from '../src/pack/human-file.ts';
import { requireExperimentFile } from '../src/run/run-experiment.ts';

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
