import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  defaultServerCache,
  MlflowClient,
  provisionServer,
  type RunningServer,
  startServer,
} from 'mlflow-js-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { said } from '../../tests/said.ts';
import { makeSmallPack } from '../../tests/small-pack.ts';
import { type GateRequest, gateFolder } from './gate-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'raredx-promote-'));
const at = (name: string) => join(folder, name);
let server: RunningServer;
let client: MlflowClient;

const gate = (options: Partial<GateRequest>) =>
  said(() =>
    gateFolder({
      ...{ dir: at('out'), policy: at('release.yaml'), out: at('decided'), promote: 'wilms/2' },
      ...{ json: false, quiet: false, ...options },
    }),
  );
const champion = async () => (await client.registeredModels.versionByAlias('wilms', 'champion')).version;
const policy = (name: string, bound: string, more = '') => {
  const text = readFileSync(at('release.yaml'), 'utf8').replace('at_least: 0.6', `at_least: ${bound}`);
  writeFileSync(at(name), text.replace('criteria:', `${more}criteria:`));
  return at(name);
};

describe.skipIf(process.env.RAREDX_SKIP_MLFLOW === '1')('the alias champion of a real registry', () => {
  beforeAll(async () => {
    await makeSmallPack(folder);
    const provisioned = await provisionServer({ cacheFolder: defaultServerCache(process.env) });
    server = await startServer({ folder: at('mlflow'), provisioned });
    client = new MlflowClient({ trackingUri: server.uri });
    await client.registeredModels.create({ name: 'wilms' });
    for (const version of ['1', '2'])
      await client.modelVersions.create({ name: 'wilms', source: `s3://models/${version}` });
    await client.registeredModels.setAlias('wilms', 'champion', '1');
    vi.stubEnv('MLFLOW_TRACKING_URI', server.uri);
  }, 600_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await client?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('stays on a failure, on too little evidence, and where nothing may be decided; moves on a pass', async () => {
    expect((await gate({ policy: policy('fails.yaml', '0.99') })).code).toBe(4);
    expect(await champion()).toBe('1');
    expect((await gate({ policy: policy('undecided.yaml', '0.8') })).code).toBe(5);
    expect(await champion()).toBe('1');
    const looks = 'looks: { cohort: c, planned: 2, spending: fixed, data: reused, because: so }\n';
    await expect(gate({ policy: policy('looks.yaml', '0.6', looks) })).rejects.toThrow('--ledger');
    expect(await champion()).toBe('1');
    const passed = await gate({});
    expect(passed.err).toContain('wilms: alias champion moved to version 2');
    expect(await champion()).toBe('2');
  });

  it('a version that is not there is an error of the registry, and the alias stays', async () => {
    await expect(gate({ promote: 'wilms/9' })).rejects.toMatchObject({ exitCode: 7 });
    expect(await champion()).toBe('2');
  });

  it('a challenger is found by that alias in the end', async () => {
    await gate({ promote: 'wilms/1' });
    expect(await champion()).toBe('1');
  });
});
