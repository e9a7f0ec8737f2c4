import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readNativeRecord } from '../src/native-record.ts';
import { openRuntime } from '../src/open-runtime.ts';
import type { Runtime } from '../src/runtime.ts';

const record = readNativeRecord();
const missing = 'unavailable' in record;
const folder = fileURLToPath(new URL('.', import.meta.url));

// a test file is a process of its own (pool forks), so this one may load TensorFlow with its own settings
describe.skipIf(missing)(`native TensorFlow${missing ? ` (skipped: ${record.unavailable})` : ''}`, () => {
  let runtime: Runtime;
  const written = vi.spyOn(process.stdout, 'write');

  beforeAll(async () => {
    runtime = await openRuntime({ deterministic: true });
  });

  it('says what it is and has nothing to complain about', () => {
    const { tf, ...facts } = runtime;
    expect(facts).toEqual({
      kind: 'native',
      device: 'cpu',
      deterministic: true,
      description: 'native TensorFlow 2.21.0 on the CPU, deterministic',
      versions: { node: process.versions.node, tfjs: '4.22.0', tensorflow: '2.21.0' },
      notices: [],
    });
    expect(tf.getBackend()).toBe('tensorflow');
  });

  it('multiplies matrices', () => {
    const { tf } = runtime;
    const product = tf.tidy(() =>
      tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2])).dataSync(),
    );
    expect([...product]).toEqual([19, 22, 43, 50]);
  });

  it('differentiates: d/dx of x³ at 2 is 12', () => {
    const { tf } = runtime;
    const slope = tf.tidy(() =>
      tf
        .grad((x) => x.mul(x).mul(x).sum())(tf.tensor1d([2]))
        .dataSync(),
    );
    expect([...slope]).toEqual([12]);
  });

  it('fits a line, and the number of tensors stays where it was', async () => {
    const { tf } = runtime;
    const x = tf.tensor2d([-1, 0, 1, 2], [4, 1]);
    const y = tf.tensor2d([-3, -1, 1, 3], [4, 1]);
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: 'zeros' })],
    });
    model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' });
    await model.fit(x, y, { epochs: 5, verbose: 0, shuffle: false });
    const before = tf.memory().numTensors;
    await model.fit(x, y, { epochs: 200, verbose: 0, shuffle: false });
    expect(tf.memory().numTensors).toBe(before);
    const [slope, intercept] = model.getWeights().map((weight) => weight.dataSync()[0]);
    expect(slope).toBeCloseTo(2, 5);
    expect(intercept).toBeCloseTo(-1, 5);
  });

  it('sums in the same order every time', () => {
    const { tf } = runtime;
    const sums = Array.from({ length: 20 }, () =>
      tf.tidy(() => {
        const x = tf.sin(tf.range(0, 300_000)).reshape([300, 1000]);
        return tf.matMul(x, x, true, false).sum().dataSync()[0];
      }),
    );
    expect(new Set(sums).size).toBe(1);
  });

  it('is one a process: the same again for the same wishes, refused for others', async () => {
    expect(await openRuntime({ deterministic: true })).toBe(runtime);
    await expect(openRuntime({ deterministic: false })).rejects.toThrow('already open with other options');
  });

  it('leaves standard output alone', () => {
    expect(
      written.mock.calls.map(([text]) => String(text)).filter((text) => /tensorflow|onednn/i.test(text)),
    ).toEqual([]);
  });

  it('logs nothing on standard error while it loads', () => {
    if (missing) return;
    const script = `require(${JSON.stringify(record.quietLog)}); require('@tensorflow/tfjs-node-gpu'); console.error('heard')`;
    const options = {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
    } as const;
    const { stderr, stdout } = spawnSync(process.execPath, ['--no-deprecation', '-e', script], options);
    expect({ stderr, stdout }).toEqual({ stderr: 'heard\n', stdout: '' });
  });
});
