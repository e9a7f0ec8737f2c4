import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mlModel, openRecorder, sync } from '../src/index.ts';
import { journalFolder } from './a-story.ts';
import { bundled } from './bundled.ts';
import { serverForTests, type TestServer } from './server-for-tests.ts';

const lib = join(import.meta.dirname, '..');
let it: TestServer;

describe.skipIf(process.env.RAREDX_SKIP_MLFLOW === '1')('the surface, with a real MLflow server', () => {
  beforeAll(async () => {
    it = await serverForTests();
  }, 600_000);
  afterAll(async () => await it?.close());

  test('every example of the README runs and prints what it says', async () => {
    const readme = readFileSync(join(lib, 'README.md'), 'utf8');
    const examples = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code = '']) => code);
    expect(examples).toHaveLength(4);
    const folder = mkdtempSync(join(tmpdir(), 'readme-'));
    mkdirSync(join(lib, 'out-tsc'), { recursive: true });
    for (const [index, code] of examples.entries()) {
      const entry = join(lib, 'out-tsc', `readme-${index}.mjs`);
      writeFileSync(entry, code);
      const script = await bundled(entry, `readme-${index}.mjs`);
      const env = { ...process.env, MLFLOW_TRACKING_URI: it.server.uri };
      const printed = execFileSync(process.execPath, [script], { cwd: folder, env, encoding: 'utf8' });
      const [, promised] = /console\.log\(.*\); \/\/ (.*)/.exec(code) ?? [];
      expect(printed.trim(), code).toBe(promised);
    }
  }, 120_000);

  test("the model of the README is read by Python's get_model_info, by its alias", () => {
    const read = it.python(`
import mlflow
info = mlflow.models.get_model_info('models:/wilms-relapse@champion')
print(json.dumps([info.flavors, info.signature.inputs.to_dict(), info.signature.outputs.to_dict(), info.run_id]))`);
    expect(read).toEqual([
      { raredx: { data: 'weights.bin' } },
      [{ type: 'double', name: 'age_years', required: true }],
      [{ type: 'double', name: 'probability', required: true }],
      expect.stringMatching(/^[0-9a-f]{32}$/),
    ]);
  });

  test('a model among the artifacts of a synced run is one to Python, with its signature', async () => {
    const folder = journalFolder();
    const recorder = openRecorder({ folder, experiment: 'model', fsync: 'never' });
    const run = recorder.startRun({ name: 'r', startTime: 1, key: 'r' });
    const file = join(folder, 'MLmodel.txt');
    const columns = [
      { name: 'stage', type: 'string', required: false },
      { name: 'age_years', type: 'double' },
    ] as const;
    const description = {
      path: 'model/net',
      flavors: { raredx: { seed: 7 } },
      inputs: columns,
      createdAt: 1,
    };
    writeFileSync(file, mlModel(description));
    recorder.logArtifact(run, file, 'model/net/MLmodel');
    recorder.endRun(run, 'FINISHED', 2);
    recorder.close();
    const { runs } = await sync(folder, it.client);
    const read = it.python(`
import mlflow
info = mlflow.models.get_model_info('runs:/${runs.r}/model/net')
print(json.dumps([info.flavors, info.signature.inputs.input_names(), [str(t) for t in info.signature.inputs.input_types()], str(info.utc_time_created)]))`);
    expect(read).toEqual([
      { raredx: { seed: 7 } },
      ['stage', 'age_years'],
      ['DataType.string', 'DataType.double'],
      '1970-01-01 00:00:00.001000',
    ]);
  });

  test('what is set is changed and removed: tags, names, descriptions, parameters, files', async () => {
    const { artifacts, experiments, loggedModels, modelVersions, registeredModels, runs } = it.client;
    const experimentId = await experiments.create({ name: 'changes', tags: { a: '1', b: '2' } });
    await experiments.deleteTag(experimentId, 'a');
    expect((await experiments.get(experimentId)).tags).toMatchObject({ b: '2' });
    expect((await experiments.get(experimentId)).tags).not.toHaveProperty('a');
    const run = await runs.create({ experimentId, startTime: 1, tags: { kept: 'x', gone: 'y' } });
    await runs.deleteTag(run.runId, 'gone');
    expect((await runs.get(run.runId)).tags).not.toHaveProperty('gone');
    await artifacts.uploadBytes(run, Buffer.from('x'), 'folder/a.txt');
    await artifacts.delete(run, 'folder/a.txt');
    expect(await artifacts.list(run, 'folder')).toEqual([]);
    const { modelId } = await loggedModels.create({ experimentId, name: 'm', tags: { x: '1', y: '2' } });
    await loggedModels.deleteTag(modelId, 'x');
    await loggedModels.logParams(modelId, { depth: '3' });
    expect(await loggedModels.get(modelId)).toMatchObject({ params: { depth: '3' }, tags: { y: '2' } });
    await registeredModels.create({ name: 'old', tags: { x: '1', y: '2' } });
    expect(await registeredModels.rename('old', 'new')).toMatchObject({ name: 'new' });
    await registeredModels.deleteTag('new', 'x');
    await registeredModels.describe('new', 'changed');
    expect(await registeredModels.get('new')).toMatchObject({ description: 'changed', tags: { y: '2' } });
    const { version } = await modelVersions.create({
      name: 'new',
      source: run.artifactUri,
      runId: run.runId,
    });
    await modelVersions.setTag('new', version, { key: 't', value: 'u' });
    await modelVersions.deleteTag('new', version, 't');
    expect((await modelVersions.get('new', version)).tags).toEqual({});
    expect(await modelVersions.downloadUri('new', version)).toBe(run.artifactUri);
    const found = await registeredModels.search({ orderBy: ['name DESC'], filter: "name LIKE 'n%'" });
    expect(found.items.map(({ name }) => name)).toEqual(['new']);
    await modelVersions.delete('new', version);
    await registeredModels.delete('new');
    await expect(registeredModels.get('new')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
  });

  test('histories of several runs come thinned for a chart', async () => {
    const experimentId = await it.client.experiments.create({ name: 'charts' });
    const runIds: string[] = [];
    for (let index = 0; index < 2; index++) {
      const { runId } = await it.client.runs.create({ experimentId, startTime: index });
      const metrics = Array.from({ length: 1500 }, (_, step) => ({
        key: 'loss',
        value: step + index,
        step,
        timestamp: step,
      }));
      await it.client.runs.logBatch(runId, { metrics });
      runIds.push(runId);
    }
    const all = await it.client.metricHistory.sampled({ runIds, key: 'loss', maxResults: 100 });
    const [first, second] = runIds.map((id) => all.filter(({ runId }) => runId === id));
    expect(first?.length).toBeGreaterThan(50);
    expect(first?.length).toBeLessThan(120);
    expect([first?.[0]?.value, first?.at(-1)?.value, second?.at(-1)?.value]).toEqual([0, 1499, 1500]);
    const few = await it.client.metricHistory.sampled({ runIds, key: 'loss', steps: [10, 12] });
    expect(few.map(({ step }) => step)).toEqual([10, 11, 12, 10, 11, 12]);
  });

  test('a server on a local disk takes no parts, and gets a large file whole', async () => {
    const experimentId = await it.client.experiments.create({ name: 'large' });
    const run = await it.client.runs.create({ experimentId, startTime: 1 });
    const file = join(journalFolder(), 'large.bin');
    const bytes = Buffer.alloc(3_000_000, 'raredx');
    writeFileSync(file, bytes);
    await it.client.artifacts.uploadFile(run, file, 'deep/large.bin', { partBytes: 100_000 });
    const back = join(journalFolder(), 'back.bin');
    await it.client.artifacts.download(run, 'deep/large.bin', back);
    expect(readFileSync(back).equals(bytes)).toBe(true);
  });
});
