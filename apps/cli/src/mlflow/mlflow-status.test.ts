import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { said } from '../../tests/said.ts';
import { mlflow } from './mlflow.ts';

let runs: string;
beforeAll(() => {
  runs = mkdtempSync(join(tmpdir(), 'raredx-status-'));
});
afterAll(() => {
  rmSync(runs, { recursive: true });
  vi.unstubAllEnvs();
});

it('says where runs go, and refuses an address that is none', async () => {
  const status = (json = false) => said(() => mlflow({ action: 'status', runs, json, quiet: true }));
  vi.stubEnv('MLFLOW_TRACKING_URI', 'https://mlflow.example/lab');
  expect((await status()).out).toMatch(
    /^runs go to https:\/\/mlflow\.example\/lab .*\nno local server is up\n$/,
  );
  expect(JSON.parse((await status(true)).out)).toMatchObject({ trackingUri: 'https://mlflow.example/lab' });
  vi.stubEnv('MLFLOW_TRACKING_URI', 'notaurl');
  await expect(status()).rejects.toMatchObject({ exitCode: 2 });
  vi.stubEnv('MLFLOW_TRACKING_URI', '');
  expect((await status()).out).toBe('no local server is up\n');
});
