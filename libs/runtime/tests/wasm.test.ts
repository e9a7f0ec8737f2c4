import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openRuntime } from '../src/open-runtime.ts';
import { expectItTrains } from './portable.ts';

beforeAll(() => void vi.stubEnv('RAREDX_RUNTIME', 'wasm'));
afterAll(() => void vi.unstubAllEnvs());

it('trains on wasm, says so aloud and keeps what it said', async () => {
  const warned = vi.spyOn(console, 'warn');
  const heard: string[] = [];
  const runtime = await openRuntime({ onNotice: (line) => heard.push(line) });
  expect(runtime.kind).toBe('wasm');
  expect(runtime.versions.tensorflow).toBeNull();
  expect(runtime.notices).toEqual(heard);
  expect(heard[0]).toBe('runtime: native TensorFlow left out (RAREDX_RUNTIME=wasm)');
  expect(heard.at(-1)).toMatch(/is used/);
  await expectItTrains(runtime);
  expect(warned).not.toHaveBeenCalled();
});
