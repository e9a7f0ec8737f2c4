import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { pullCases } from './pull-cases.ts';

const base = mkdtempSync(join(tmpdir(), 'pull-cases-'));
afterAll(() => rmSync(base, { recursive: true }));
const folder = join(base, 'data');
const card = {
  ...{
    kind: 'phenopackets' as const,
    name: 'toy',
    title: 't',
    source: 's',
    licence: 'l',
    warnings: [],
    folder,
  },
  ...{ needs: ['cases.zip', 'flags.tsv'], cases: 'cases.zip' },
};
const from = join(base, 'from');
beforeEach(() => {
  for (const one of [folder, from]) rmSync(one, { recursive: true, force: true });
  mkdirSync(from);
  writeFileSync(join(from, 'release-9.zip'), 'PK zip');
});

test('a zip of any name becomes the cases, with the other files where they lie beside it', async () => {
  await pullCases(card, join(from, 'release-9.zip'));
  expect(readdirSync(folder)).toEqual(['cases.zip']);
  writeFileSync(join(from, 'flags.tsv'), 'id');
  await pullCases(card, join(from, 'release-9.zip'));
  expect(readdirSync(folder).sort()).toEqual(['cases.zip', 'flags.tsv']);
});

test('a folder must hold everything, and a missing one is named', async () => {
  await expect(pullCases(card, from)).rejects.toThrow('the folder lacks cases.zip');
  await expect(pullCases(card, join(base, 'nowhere'))).rejects.toMatchObject({ exitCode: 2 });
  expect(existsSync(folder)).toBe(false);
});

async function served<T>(body: string, work: (url: string) => Promise<T>): Promise<T> {
  const server: Server = createServer((_, answer) => answer.end(body));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/all.zip`);
  } finally {
    server.close();
  }
}

test('the release is downloaded, and refused where it is another or no zip', async () => {
  await served('PK release', (url) => pullCases({ ...card, release: { url } }, undefined));
  expect(readFileSync(join(folder, 'cases.zip'), 'utf8')).toBe('PK release');
  const pinned = (url: string) => pullCases({ ...card, release: { url, sha256: '0'.repeat(64) } }, undefined);
  await expect(served('PK other', pinned)).rejects.toThrow('does not have the pinned sha256');
  await expect(served('<html>', pinned)).rejects.toThrow('no zip');
  expect(readFileSync(join(folder, 'cases.zip'), 'utf8')).toBe('PK release');
});

test('without a network exit 6 and what to do instead', async () => {
  await expect(
    pullCases({ ...card, release: { url: 'http://127.0.0.1:9/all.zip' } }, undefined),
  ).rejects.toMatchObject({ exitCode: 6, advice: expect.stringContaining('--from FILE') });
});
