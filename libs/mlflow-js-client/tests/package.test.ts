import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

const lib = join(import.meta.dirname, '..');
const dependency = join(lib, '..', '..', 'node_modules', 'undici');

describe.skipIf(!existsSync(join(lib, 'dist', 'index.js')))('the package as it is published', () => {
  let folder: string;
  let files: string[];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'packed-'));
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
    const [packed] = JSON.parse(execFileSync('npm', args, { cwd: lib, encoding: 'utf8' }));
    files = packed.files.map((file: { path: string }) => file.path);
    execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', folder]);
  });

  test('holds its build, sources, licence and README, and nothing else', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'package.json',
        'dist/index.js',
        'dist/index.d.ts',
        'src/index.ts',
      ]),
    );
    const foreign = files.filter((file) => !/^(LICENSE|README\.md|package\.json|(dist|src)\/)/.test(file));
    expect(foreign).toEqual([]);
    expect(files.filter((file) => /\.(test|slow)\.|tsbuildinfo/.test(file))).toEqual([]);
    expect(readFileSync(join(folder, 'package', 'LICENSE'), 'utf8')).toContain('Apache License');
  });

  test('asks for nothing of this workspace', () => {
    const { dependencies, private: closed } = JSON.parse(
      readFileSync(join(folder, 'package', 'package.json'), 'utf8'),
    );
    expect(Object.keys(dependencies)).toEqual(['undici']);
    expect(closed).toBeUndefined();
  });

  test('is imported with undici alone beside it', () => {
    mkdirSync(join(folder, 'package', 'node_modules'));
    symlinkSync(dependency, join(folder, 'package', 'node_modules', 'undici'));
    const code = `
      import * as all from 'mlflow-js-client';
      console.log(Object.keys(all).sort().join(' '));`;
    const args = ['--input-type=module', '-e', code];
    const names = execFileSync(process.execPath, args, { cwd: join(folder, 'package'), encoding: 'utf8' });
    expect(names.trim().split(' ')).toEqual(
      expect.arrayContaining(['MlflowClient', 'openRecorder', 'sync', 'syncStatus', 'mlModel']),
    );
  });
});
