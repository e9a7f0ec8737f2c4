import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readEntries } from '../journal/read-journal.ts';
import { journalStart } from '../journal/read-lines.ts';
import { syncStatus } from '../sync/sync-status.ts';
import { keptFile } from './keep-file.ts';
import { metricName } from './metric-name.ts';
import { openRecorder, type RunRecorder } from './recorder.ts';

let folder: string;
let recorder: RunRecorder;
const reopen = (): void => {
  recorder?.close();
  recorder = openRecorder({ folder, experiment: 'e', fsync: 'never' });
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recorder-'));
  recorder = openRecorder({ folder, experiment: 'e', fsync: 'never' });
});
afterEach(() => {
  recorder.close();
  rmSync(folder, { recursive: true, force: true });
});

const operations = () => [...readEntries(folder, journalStart)].map(({ operation }) => operation);
const dataset = { name: 'd', digest: '1', sourceType: 'local', source: '{}', context: 'training' } as const;

describe('the recorder', () => {
  test('journals parent, child, params, metrics, tags, inputs, artifacts and ends', () => {
    const parent = recorder.startRun({ name: 'p', startTime: 1 });
    const child = recorder.startRun({ name: 'c', parent, startTime: 2, tags: { fold: '0' } });
    recorder.logParams(child, { seed: 7, frozen: true });
    recorder.logMetrics(child, [{ key: 'loss', value: Number.NaN, timestamp: 3 }]);
    recorder.setTags(child, { site: 'a' });
    recorder.logInputs(child, [dataset]);
    recorder.endRun(child, 'FAILED', 4);
    expect(operations()).toEqual([
      { kind: 'start', run: 'run-0', name: 'p', tags: {}, startTime: 1 },
      { kind: 'start', run: 'run-1', name: 'c', parent: 'run-0', tags: { fold: '0' }, startTime: 2 },
      { kind: 'params', run: 'run-1', params: { seed: '7', frozen: 'true' } },
      { kind: 'metrics', run: 'run-1', metrics: [{ key: 'loss', value: 'NaN', step: 0, timestamp: 3 }] },
      { kind: 'tags', run: 'run-1', tags: { site: 'a' } },
      { kind: 'inputs', run: 'run-1', datasets: [dataset] },
      { kind: 'end', run: 'run-1', status: 'FAILED', endTime: 4 },
    ]);
    expect(syncStatus(folder)).toMatchObject({ operations: 7, metrics: 1, servers: [] });
  });

  test('goes on with a run of the same key after its process died', () => {
    const start = { name: 'p', startTime: 1, key: 'main' };
    const run = recorder.startRun(start);
    recorder.logParams(run, { seed: 7 });
    reopen();
    const again = recorder.startRun({ ...start, startTime: 99 });
    recorder.logParams(again, { seed: 7, rate: 0.1 });
    expect(operations().map((operation) => operation.kind)).toEqual(['start', 'params', 'params']);
    expect(operations().at(-1)).toMatchObject({ params: { rate: '0.1' } });
    expect(recorder.startRun({ name: 'q', startTime: 1 }).key).toBe('run-1');
  });

  test('keeps artifacts as they were when logged, folders with their tree', () => {
    const run = recorder.startRun({ name: 'p', startTime: 1 });
    const pack = join(folder, 'pack');
    mkdirSync(join(pack, 'img'), { recursive: true });
    writeFileSync(join(pack, 'index.html'), 'first');
    writeFileSync(join(pack, 'img', 'a.svg'), 'svg');
    recorder.logArtifact(run, pack, 'out');
    writeFileSync(join(pack, 'index.html'), 'second');
    const artifacts = operations().filter((operation) => operation.kind === 'artifact');
    expect(artifacts.map(({ path, bytes }) => [path, bytes])).toEqual([
      ['out/img/a.svg', 3],
      ['out/index.html', 5],
    ]);
    expect(readFileSync(keptFile(folder, artifacts[1]!.sha256), 'utf8')).toBe('first');
  });

  test('refuses at once what a server would refuse later', () => {
    const run = recorder.startRun({ name: 'p', startTime: 1 });
    recorder.logParams(run, { seed: 7 });
    recorder.logInputs(run, [dataset]);
    const before = operations().length;
    const metric = (key: string, timestamp = 1) => recorder.logMetrics(run, [{ key, value: 1, timestamp }]);
    expect(() => metric('subgroup/sex=F')).toThrow('metric: not a name MLflow takes ("subgroup/sex=F")');
    for (const key of ['', '/a', 'a//b', '../a', 'a/.', 'x'.repeat(251)])
      expect(() => metric(key)).toThrow('metric: ');
    expect(() => metric('loss', 1.5)).toThrow('metric loss: timestamp: not a time in whole milliseconds');
    expect(() => recorder.logParams(run, { seed: 8 })).toThrow(
      'parameters: already logged with another value (seed)',
    );
    expect(() => recorder.logParams(run, { x: 'v'.repeat(6001) })).toThrow('parameter x: 6001 characters');
    expect(() => recorder.setTags(run, { x: 'v'.repeat(8001) })).toThrow('tag x: 8001 characters');
    expect(() => recorder.logInputs(run, [{ ...dataset, context: 'test' }])).toThrow(
      'logged as training and as test',
    );
    expect(() => recorder.logArtifact(run, folder, '../x')).toThrow('artifact path');
    expect(() => recorder.endRun({ key: 'none', name: '' }, 'FINISHED', 1)).toThrow('run: not started');
    recorder.logInputs(run, [dataset]);
    recorder.logParams(run, { seed: 7 });
    expect(operations().length).toBe(before);
  });
});

describe('a metric name', () => {
  test('is made valid', () => {
    expect(metricName('subgroup/sex=F', 'auroc')).toBe('subgroup/sex-F/auroc');
    expect(metricName('a//b', '..', 'γ')).toBe('a/-/b/-/-');
    const run = recorder.startRun({ name: 'p', startTime: 1 });
    for (const name of ['', '/', '...', 'é', 'x'.repeat(300), `${'x'.repeat(249)}/y`])
      recorder.logMetrics(run, [{ key: metricName(name), value: 1, timestamp: 1 }]);
  });
});
