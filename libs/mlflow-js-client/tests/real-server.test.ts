import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRecorder, RemoteError, serverStatus, sync, syncStatus } from '../src/index.ts';
import { aStory, journaled, journalFolder } from './a-story.ts';
import { faultProxy, faults } from './fault-proxy.ts';
import { rowsOf } from './rows-of.ts';
import { clientOf, serverForTests, type TestServer } from './server-for-tests.ts';
import { builtSyncProcess, syncAndKill } from './sync-and-kill.ts';

let it: TestServer;
/** what a story told with the server up, synced after every step, leaves on the server */
let wanted: unknown[];

describe.skipIf(process.env.RAREDX_SKIP_MLFLOW === '1')('with a real MLflow server', () => {
  beforeAll(async () => {
    it = await serverForTests();
    const folder = journalFolder();
    const recorder = openRecorder({ folder, experiment: 'up', fsync: 'never' });
    for (const step of aStory(recorder)) {
      step();
      await sync(folder, it.client);
    }
    recorder.close();
    wanted = await rowsOf(it.client, 'up');
  }, 600_000);
  afterAll(async () => await it?.close());

  test('a run logged with the server up is there with all its rows', () => {
    expect(wanted).toMatchObject([
      { key: 'fold-0', parent: 'main', name: 'fold 0', status: 'FINISHED', params: { fold: '0', seed: '7' } },
      {
        key: 'fold-1',
        parent: 'main',
        times: [1_764_000_000_001, 1_764_000_001_001],
        status: 'FAILED',
        tags: { outcome: 'last', note: 'ü\n"quoted"' },
      },
      { key: 'main', parent: undefined, name: 'wilms/relapse', tags: { 'mlflow.user': 'ada' } },
    ]);
    const [fold, , main] = wanted as {
      histories: unknown[];
      files: string[];
      datasets: unknown[];
      params: object;
    }[];
    expect(fold?.histories.length).toBe(120);
    expect(fold?.histories[0]).toEqual({
      key: 'loss',
      value: Number.NaN,
      step: 0,
      timestamp: 1_764_000_000_000,
    });
    expect(fold?.files.map((file) => file.split(' ')[0])).toEqual(['predictions/0.json']);
    expect(main?.files.map((file) => file.split(' ').slice(0, 2))).toEqual([
      ['big.bin', '300000'],
      ['pack/index.html', '15'],
    ]);
    expect(main?.datasets).toMatchObject([
      { context: 'test' },
      { context: 'training', digest: 'training-1234' },
    ]);
    expect(Object.keys(main?.params ?? {}).length).toBe(130);
  });

  test('journaled while it was down and synced later is the same, row by row; syncing again changes nothing', async () => {
    const folder = journaled('down');
    const nobody = clientOf('http://127.0.0.1:9', { limit: 1 });
    await expect(sync(folder, nobody)).rejects.toMatchObject({ exitCode: 7, problem: 'refused' });
    await nobody.close();
    const report = await sync(folder, it.client);
    expect(report).toMatchObject({
      runsCreated: 3,
      metrics: 240,
      artifacts: 4,
      skipped: [],
      runsRepaired: 0,
    });
    expect(await rowsOf(it.client, 'down')).toEqual(wanted);
    expect(await sync(folder, it.client)).toMatchObject({ operations: 0, runsCreated: 0, runs: report.runs });
    rmSync(join(folder, 'sync.json'));
    expect(await sync(folder, it.client)).toMatchObject({ runsCreated: 0, runs: report.runs });
    expect(await rowsOf(it.client, 'down')).toEqual(wanted);
    expect(syncStatus(folder).servers).toMatchObject([{ trackingUri: it.server.uri, pending: 0 }]);
  });

  test("Python's own client reads all of it", () => {
    const read = it.python(`
experiment = client.get_experiment_by_name('down')
out = {}
for run in client.search_runs([experiment.experiment_id]):
    out[run.data.tags['raredx.run_key']] = {
        'name': run.info.run_name, 'status': run.info.status, 'times': [run.info.start_time, run.info.end_time],
        'params': len(run.data.params), 'parent': 'mlflow.parentRunId' in run.data.tags,
        'auroc': [m.value for m in client.get_metric_history(run.info.run_id, 'val/auroc')][:4],
        'nan': [m.value != m.value for m in client.get_metric_history(run.info.run_id, 'loss')][:2],
        'inputs': sorted((i.dataset.name, i.dataset.digest, i.tags[0].value) for i in run.inputs.dataset_inputs),
        'files': sorted(f.path for f in client.list_artifacts(run.info.run_id)),
    }
print(json.dumps(out))`) as Record<string, unknown>;
    expect(read).toMatchObject({
      main: {
        name: 'wilms/relapse',
        status: 'FINISHED',
        times: [1_764_000_000_000, 1_764_000_090_000],
        params: 130,
        parent: false,
        inputs: [
          ['wilms', 'test-1234', 'test'],
          ['wilms', 'training-1234', 'training'],
        ],
        files: ['big.bin', 'pack'],
      },
      'fold-1': {
        status: 'FAILED',
        parent: true,
        auroc: [0, 2 / 251, 4 / 251, 6 / 251],
        nan: [true, false],
      },
    });
  });

  test("what Python's client wrote is read by ours", async () => {
    const id = it.python(`
experiment = client.create_experiment('from python', tags={'a': 'b'})
run = client.create_run(experiment, run_name='py')
client.log_param(run.info.run_id, 'x', 1)
for step in range(3): client.log_metric(run.info.run_id, 'm', step / 7, step=step, timestamp=1000 + step)
client.log_text(run.info.run_id, 'héllo', 'dir/a.txt')
client.set_terminated(run.info.run_id, 'KILLED', 5000)
print(json.dumps(run.info.run_id))`) as string;
    const run = await it.client.runs.get(id);
    expect(run).toMatchObject({ runName: 'py', status: 'KILLED', params: { x: '1' } });
    const history = [];
    for await (const metric of it.client.metricHistory.all({ runId: id, key: 'm', maxResults: 2 }))
      history.push(metric);
    expect(history.map(({ value, step, timestamp }) => [value, step, timestamp])).toEqual([
      [0, 0, 1000],
      [1 / 7, 1, 1001],
      [2 / 7, 2, 1002],
    ]);
    const local = join(journalFolder(), 'deep', 'a.txt');
    await it.client.artifacts.download(run, 'dir/a.txt', local);
    expect(readFileSync(local, 'utf8')).toBe('héllo');
    await expect(it.client.artifacts.read(run, 'dir/none.txt')).rejects.toBeInstanceOf(RemoteError);
  });

  test('experiments and runs are searched by page, deleted and restored', async () => {
    const { experiments, runs } = it.client;
    const experimentId = await experiments.create({ name: 'paged', tags: { kind: 'test' } });
    await expect(experiments.create({ name: 'paged' })).rejects.toMatchObject({
      code: 'RESOURCE_ALREADY_EXISTS',
    });
    expect(await experiments.getByName('nobody')).toBeUndefined();
    await expect(runs.get('0'.repeat(32))).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      httpStatus: 404,
    });
    for (let index = 0; index < 5; index++)
      await runs.create({
        experimentId,
        startTime: index,
        runName: `r${index}`,
        tags: { parity: `${index % 2}` },
      });
    const found = [];
    const options = { experimentIds: [experimentId], orderBy: ['attributes.start_time ASC'], maxResults: 2 };
    for await (const run of runs.searchAll(options)) found.push(run);
    expect(found.map(({ runName }) => runName)).toEqual(['r0', 'r1', 'r2', 'r3', 'r4']);
    const even = await runs.search({ ...options, filter: "tags.parity = '0'", maxResults: 10 });
    expect(even.items.length).toBe(3);
    await runs.delete(found[0]!.runId);
    expect((await runs.get(found[0]!.runId)).lifecycleStage).toBe('deleted');
    await runs.restore(found[0]!.runId);
    expect((await runs.get(found[0]!.runId)).lifecycleStage).toBe('active');
    const names = [];
    for await (const experiment of experiments.searchAll({ maxResults: 1 })) names.push(experiment.name);
    expect(names).toEqual(expect.arrayContaining(['up', 'down', 'paged', 'Default']));
    await experiments.delete(experimentId);
    expect((await experiments.get(experimentId)).lifecycleStage).toBe('deleted');
    await experiments.restore(experimentId);
  });

  test('a model is logged, registered, found by its alias, and read by Python', async () => {
    const { artifacts, experiments, loggedModels, modelVersions, registeredModels, runs } = it.client;
    const experimentId = await experiments.create({ name: 'models' });
    const run = await runs.create({ experimentId, startTime: 1 });
    const sourceRunId = run.runId;
    const created = await loggedModels.create({ experimentId, name: 'net', sourceRunId, params: { k: '5' } });
    expect(created).toMatchObject({ status: 'LOGGED_MODEL_PENDING', params: { k: '5' } });
    await artifacts.uploadBytes(created, Buffer.from('flavors: {}\n'), 'MLmodel');
    expect(await artifacts.list(created)).toMatchObject([{ path: 'MLmodel', bytes: 12 }]);
    const { modelId } = await loggedModels.finalize(created.modelId, 'LOGGED_MODEL_READY');
    await loggedModels.logOutputs(sourceRunId, [{ modelId, step: 0 }]);
    await loggedModels.setTags(modelId, { a: 'b' });
    expect(await loggedModels.get(modelId)).toMatchObject({ status: 'LOGGED_MODEL_READY', tags: { a: 'b' } });
    expect((await loggedModels.search({ experimentIds: [experimentId] })).items.length).toBe(1);

    await registeredModels.create({ name: 'wilms', description: 'd', tags: { t: 'u' } });
    const source = `models:/${modelId}`;
    const { version } = await modelVersions.create({ name: 'wilms', source, runId: sourceRunId, modelId });
    await registeredModels.setAlias('wilms', 'champion', version);
    await modelVersions.setTag('wilms', version, { key: 'verdict', value: 'pass' });
    await modelVersions.describe('wilms', version, 'first');
    expect(await registeredModels.versionByAlias('wilms', 'champion')).toMatchObject({
      version,
      description: 'first',
    });
    expect(await registeredModels.get('wilms')).toMatchObject({
      aliases: { champion: version },
      tags: { t: 'u' },
    });
    expect((await modelVersions.search({ filter: "name = 'wilms'" })).items).toMatchObject([
      { version, source, tags: { verdict: 'pass' } },
    ]);
    const read = it.python(`
v = client.get_model_version_by_alias('wilms', 'champion')
m = client.get_logged_model(v.source.removeprefix('models:/'))
print(json.dumps([v.version, v.run_id, m.name, str(m.status), m.params]))`);
    expect(read).toEqual([version, sourceRunId, 'net', 'READY', { k: '5' }]);
    await registeredModels.deleteAlias('wilms', 'champion');
    await expect(registeredModels.versionByAlias('wilms', 'champion')).rejects.toMatchObject({ exitCode: 7 });
  });

  test('through every kind of fault in turn, the same rows', async () => {
    const folder = journaled('faults');
    const kinds = Object.values(faults);
    let met = 0;
    const proxy = await faultProxy(it.server.uri, (index) =>
      index % 2 === 1 ? kinds[met++ % kinds.length] : undefined,
    );
    const client = clientOf(proxy.uri, { timeoutMs: 400 });
    expect(await sync(folder, client)).toMatchObject({ skipped: [] });
    await client.close();
    await proxy.close();
    expect(met).toBeGreaterThanOrEqual(kinds.length);
    expect(await rowsOf(it.client, 'faults')).toEqual(wanted);
  });

  test('a proxy that takes only small requests gets them', async () => {
    const folder = journaled('small requests');
    const proxy = await faultProxy(it.server.uri, () => async ({ path, body, outgoing, pass }) => {
      if (!path.includes('log-batch') || body.length < 4000) await pass();
      else outgoing.writeHead(413).end();
    });
    const client = clientOf(proxy.uri);
    await sync(folder, client);
    await client.close();
    await proxy.close();
    expect(await rowsOf(it.client, 'small requests')).toEqual(wanted);
  });

  test('killed in the middle of a sync and begun again: nothing lost, nothing doubled', async () => {
    const script = await builtSyncProcess();
    // Even: after the server did the request, odd: before it saw it.
    for (const request of [3, 4, 10]) {
      const experiment = `killed at request ${request}`;
      const folder = journaled(experiment);
      await syncAndKill({ script, folder, target: it.server.uri, request, done: request % 2 === 0 });
      await sync(folder, it.client);
      expect(await rowsOf(it.client, experiment), experiment).toEqual(wanted);
    }
  });

  test('a run deleted on the server is reported, and holds up no other', async () => {
    const folder = journalFolder();
    const recorder = openRecorder({ folder, experiment: 'deleted', fsync: 'never' });
    const story = aStory(recorder);
    const half = Math.ceil(story.length / 2);
    for (const step of story.slice(0, half)) step();
    const { runs } = await sync(folder, it.client);
    await it.client.runs.delete(runs['fold-0'] ?? '');
    for (const step of story.slice(half)) step();
    recorder.logMetrics({ key: 'fold-0', name: '' }, [{ key: 'late', value: 1, timestamp: 1 }]);
    recorder.close();
    const { skipped } = await sync(folder, it.client);
    expect(skipped).toMatchObject([{ run: 'fold-0', because: 'the run was deleted on the server' }]);
    const rows = (await rowsOf(it.client, 'deleted')) as { key: string }[];
    expect(rows.map(({ key }) => key)).toEqual(['fold-1', 'main']);
    expect(rows).toEqual(wanted.slice(1));
  });

  test('a file that changed after it was logged by reference is reported', async () => {
    const folder = journalFolder();
    const recorder = openRecorder({ folder, experiment: 'changed', fsync: 'never' });
    const run = recorder.startRun({ name: 'r', startTime: 1 });
    const file = join(folder, 'model.bin');
    writeFileSync(file, 'one');
    recorder.logArtifact(run, file, 'model.bin', { keep: 'reference' });
    writeFileSync(file, 'two');
    recorder.close();
    const { skipped, artifacts } = await sync(folder, it.client);
    expect(artifacts).toBe(0);
    expect(skipped).toMatchObject([
      { what: 'artifact', because: 'model.bin: the file changed after it was logged' },
    ]);
  });

  test('two syncs of one journal at once: one waits its turn elsewhere', async () => {
    const folder = journaled('twice');
    const both = await Promise.allSettled([sync(folder, it.client), sync(folder, it.client)]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect((both[1] as PromiseRejectedResult).reason).toMatchObject({ exitCode: 75 });
    expect(await rowsOf(it.client, 'twice')).toEqual(wanted);
  });

  test('the server is known by its folder, and is gone after it was stopped', async () => {
    expect(serverStatus(it.server.folder)).toMatchObject({ pid: it.server.pid, uri: it.server.uri });
    await it.server.stop();
    await wait(100);
    expect(serverStatus(it.server.folder)).toBeUndefined();
    const client = clientOf(it.server.uri, { limit: 0 });
    await expect(client.experiments.search()).rejects.toMatchObject({ problem: 'refused', exitCode: 7 });
    await client.close();
  });
});
