import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { diagnose } from '../src/diagnose.ts';
import { readNativeRecord } from '../src/native-record.ts';

afterEach(() => void vi.unstubAllEnvs());

const find = async (item: string) => {
  const { findings, runtime } = await diagnose();
  return { finding: findings.find((one) => one.item === item), runtime };
};

it('looks at everything a training leans on, in a fixed order', async () => {
  const { findings } = await diagnose();
  expect(findings.map(({ item }) => item)).toEqual([
    ...[
      'node',
      'platform',
      'memory',
      'disk',
      'cache',
      'python3',
      'pip',
      'g++',
      'tensorflow',
      'gpu',
      'runtime',
      'training',
    ],
    ...['@tensorflow/tfjs', '@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-backend-wasm'],
  ]);
  for (const { status, advice } of findings) expect(advice === null).toBe(status === 'ok');
});

it.skipIf('unavailable' in readNativeRecord())('runs native TensorFlow to say that it runs', async () => {
  const { finding, runtime } = await find('runtime');
  expect(finding).toMatchObject({ status: 'ok', detail: 'native TensorFlow 2.21.0 on the CPU' });
  expect(runtime).toBe('native');
});

it('says what to install where the programs are missing', async () => {
  vi.stubEnv('PATH', mkdtempSync(join(tmpdir(), 'raredx-empty-')));
  const { findings } = await diagnose();
  const lacking = findings.filter(({ status }) => status === 'missing').map(({ item }) => item);
  expect(lacking).toEqual(expect.arrayContaining(['python3', 'pip', 'g++']));
  expect(findings.find(({ item }) => item === 'g++')?.advice).toMatch(/apt install g\+\+/);
});

it('says that another runtime was chosen', async () => {
  vi.stubEnv('RAREDX_RUNTIME', 'js');
  const { finding, runtime } = await find('runtime');
  expect(finding).toMatchObject({ status: 'warning', detail: 'js, because RAREDX_RUNTIME says so' });
  expect(runtime).toBe('js');
});
