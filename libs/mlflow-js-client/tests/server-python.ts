import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ProvisionedServer } from '../src/index.ts';

interface Additions {
  /** as pip names them, with versions, whatever they need among them; the first names the folder they are kept in */
  readonly packages: readonly [string, ...string[]];
  /** what `startServer` would not let through */
  readonly variables?: Readonly<Record<string, string>>;
  /** further arguments of `mlflow server`; the last of two counts */
  readonly more?: readonly string[];
}

/** The server's Python with packages beside it, and variables and arguments of its own: a script in its place. */
export function serverPython(
  provisioned: ProvisionedServer,
  { packages, variables = {}, more = [] }: Additions,
): ProvisionedServer {
  const folder = join(dirname(provisioned.cacheFolder), packages[0].replace('==', '-'));
  const mark = join(folder, 'installed');
  if (!existsSync(mark)) {
    mkdirSync(folder, { recursive: true });
    const install = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--upgrade'];
    const args = [...install, '--target', folder, ...packages];
    execFileSync(provisioned.python, args, { stdio: 'ignore' });
    writeFileSync(mark, '');
  }
  const script = join(mkdtempSync(join(tmpdir(), 'python-')), 'python');
  const lines = Object.entries({ PYTHONPATH: folder, ...variables }).map(([k, v]) => `export ${k}='${v}'\n`);
  const added = more.map((one) => ` '${one}'`).join('');
  writeFileSync(script, `#!/bin/sh\n${lines.join('')}exec '${provisioned.python}' "$@"${added}\n`);
  chmodSync(script, 0o755);
  return { ...provisioned, python: script };
}
