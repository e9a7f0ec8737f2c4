import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ServerEnvironmentError } from '../errors/server-environment-error.ts';
import { provisionServer } from './provision-server.ts';
import { defaultServerCache, isProvisioned } from './server-cache.ts';
import { serverStatus } from './server-record.ts';
import { stopServer } from './stop-server.ts';

const fresh = (): string => mkdtempSync(join(tmpdir(), 'provision-'));

function fakePython(script: string): string {
  const file = join(fresh(), 'python');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

async function failure(python: string): Promise<ServerEnvironmentError> {
  const cacheFolder = fresh();
  const error = await provisionServer({ cacheFolder, python }).catch((thrown: unknown) => thrown);
  expect(isProvisioned(cacheFolder)).toBe(false);
  expect(existsSync(join(cacheFolder, 'provision.lock'))).toBe(false);
  expect(error).toBeInstanceOf(ServerEnvironmentError);
  return error as ServerEnvironmentError;
}

describe('setting up a server', () => {
  test('without Python says what to install', async () => {
    const error = await failure('/nonexistent/python3');
    expect(error).toMatchObject({ exitCode: 6, advice: 'install Python 3.10 or newer' });
    expect(error.message).toBe('mlflow server: /nonexistent/python3 was not found');
  });

  test('without venv says what to install', async () => {
    const error = await failure(fakePython('echo "Error: ensurepip is not available" >&2; exit 1'));
    expect(error.message).toBe(
      'mlflow server: no Python environment could be made (Error: ensurepip is not available)',
    );
    expect(error.advice).toContain('python3-venv');
  });

  test('without a way to the packages says so, and begins anew next time', async () => {
    const install = '#!/bin/sh\\necho "ERROR: No matching distribution found" >&2\\nexit 1\\n';
    const python = fakePython(
      `mkdir -p "$4/bin"; printf '${install}' > "$4/bin/python"; chmod +x "$4/bin/python"`,
    );
    const error = await failure(python);
    expect(error.message).toContain('could not be installed (ERROR: No matching distribution found)');
  });

  test('goes to the cache of the user', () => {
    expect(defaultServerCache({ XDG_CACHE_HOME: '/c' })).toBe(join('/c', 'raredx', 'mlflow-3.17.2'));
  });
});

describe('a folder without a running server', () => {
  test('has no status and nothing to stop, also when its pid is another process now', async () => {
    const folder = fresh();
    expect(serverStatus(folder)).toBeUndefined();
    const record = {
      pid: process.pid,
      started: 'long ago',
      port: 1,
      uri: 'http://127.0.0.1:1',
      version: 'x',
    };
    writeFileSync(join(folder, 'server.json'), JSON.stringify(record));
    expect(serverStatus(folder)).toBeUndefined();
    expect(await stopServer(folder)).toBe(false);
  });
});
