import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSafetensors } from '@raredx/runtime';
import { journalStart, openRecorder, readEntries } from 'mlflow-js-client';
import { expect, test } from 'vitest';
import { logModels, modelText } from './log-models.ts';

const encoder = [
  { column: 'stage', kind: 'level', level: 'II' },
  { column: 'stage', kind: 'level', level: 'III' },
  { column: 'age_years', kind: 'standardised', mean: 3, sd: 2 },
];
const tensors = { w: { dtype: 'F64', shape: [1], data: Float64Array.of(0.5) } } as const;
const ofTable = writeSafetensors(tensors, {
  encoder: JSON.stringify(encoder),
  model: JSON.stringify({ kind: 'logistic', deployable: true }),
});

test('a model of a table has its columns for a signature, each once, none required', () => {
  const lines = modelText(ofTable, { name: 'net', now: 0 }).split('\n');
  expect(lines[0]).toBe('artifact_path: "model/net"');
  expect(lines[1]).toMatch(
    /"raredx":\{"data":"net\.safetensors","version":"[\d.]+","kind":"logistic","deployable":true\}/,
  );
  const signature = JSON.parse(lines.find((line) => line.startsWith('signature: '))?.slice(11) ?? '');
  expect(JSON.parse(signature.inputs)).toEqual([
    { type: 'string', name: 'stage', required: false },
    { type: 'double', name: 'age_years', required: false },
  ]);
});

test('each model has a folder of its own, what belongs to none stays beside them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'models-'));
  mkdirSync(join(folder, 'model'));
  for (const name of ['net', 'net.v2'])
    writeFileSync(join(folder, 'model', `${name}.safetensors`), writeSafetensors(tensors, {}));
  for (const name of ['net.runtime.json', 'net.v2.runtime.json', 'models.json'])
    writeFileSync(join(folder, 'model', name), '{}');
  const recorder = openRecorder({ folder: join(folder, 'journal'), experiment: 'e', fsync: 'never' });
  const run = recorder.startRun({ name: 'r', startTime: 1 });
  logModels(recorder, run, { folder: join(folder, 'model'), now: 1 });
  recorder.close();
  const paths = [...readEntries(join(folder, 'journal'), journalStart)].flatMap(({ operation }) =>
    operation.kind === 'artifact' ? [operation.path] : [],
  );
  expect(paths.sort()).toEqual([
    'model/models.json',
    'model/net.v2/MLmodel',
    'model/net.v2/net.v2.runtime.json',
    'model/net.v2/net.v2.safetensors',
    'model/net/MLmodel',
    'model/net/net.runtime.json',
    'model/net/net.safetensors',
  ]);
});
