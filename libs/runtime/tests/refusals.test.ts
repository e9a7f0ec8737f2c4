import { afterEach, expect, it, vi } from 'vitest';
import { openRuntime } from '../src/open-runtime.ts';

vi.mock('../src/native-record.ts', () => ({
  readNativeRecord: () => ({ unavailable: 'g++ is missing', advice: 'install a C++ compiler' }),
}));

afterEach(() => void vi.unstubAllEnvs());

it('refuses a GPU where native TensorFlow is not set up', async () => {
  const facts = {
    where: 'runtime',
    message: 'runtime: g++ is missing',
    advice: 'install a C++ compiler',
    exitCode: 6,
  };
  await expect(openRuntime({ device: 'gpu' })).rejects.toMatchObject(facts);
});

it('refuses a GPU on another runtime', async () => {
  vi.stubEnv('RAREDX_RUNTIME', 'js');
  await expect(openRuntime({ device: 'gpu' })).rejects.toMatchObject({ exitCode: 6 });
});

it('refuses to fall back where native is demanded', async () => {
  vi.stubEnv('RAREDX_RUNTIME', 'native');
  await expect(openRuntime()).rejects.toMatchObject({ exitCode: 6, message: 'runtime: g++ is missing' });
});

it('refuses a runtime that it does not know', async () => {
  vi.stubEnv('RAREDX_RUNTIME', 'webgpu');
  await expect(openRuntime()).rejects.toMatchObject({
    exitCode: 2,
    message: 'RAREDX_RUNTIME: unknown runtime (webgpu)',
  });
});

it('falls back to wasm with the reason and the advice', async () => {
  const { kind, notices } = await openRuntime();
  expect(kind).toBe('wasm');
  expect(notices[0]).toBe('runtime: g++ is missing; install a C++ compiler');
});
