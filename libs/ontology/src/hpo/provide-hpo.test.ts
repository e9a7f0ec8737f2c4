import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openKnowledge } from '../knowledge/open-knowledge.ts';
import { hpoFolder } from './hpo-folder.ts';
import { isComplete, provideHpo } from './provide-hpo.ts';

const scratch = mkdtempSync(join(tmpdir(), 'hpo-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const put = (folder: string) => {
  mkdirSync(folder, { recursive: true });
  const files = { 'hp.obo': 'abc', 'phenotype.hpoa': 'de', 'genes_to_phenotype.txt': 'f' };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const sizes = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.length]));
  writeFileSync(join(folder, 'complete.json'), JSON.stringify({ sizes }));
};

test('a complete folder is used as it is, one with a cut file is not complete', async () => {
  const folder = join(scratch, 'there');
  put(folder);
  await expect(provideHpo({ folder })).resolves.toBe(folder);
  writeFileSync(join(folder, 'hp.obo'), 'ab');
  await expect(isComplete(folder)).resolves.toBe(false);
});

test('the folder follows XDG_CACHE_HOME and the pinned bytes', () => {
  expect(hpoFolder({ XDG_CACHE_HOME: '/c' })).toBe(join('/c', 'raredx', 'hpo-2025-01-16-cfa39f1416b8'));
});

const real = hpoFolder(process.env);
test.skipIf(!existsSync(join(real, 'complete.json')))('the release is unaltered and whole', async () => {
  const hash = createHash('sha256')
    .update(readFileSync(join(real, 'phenotype.hpoa')))
    .digest('hex');
  expect(hash).toBe('8180403e2f5de0d8f41890e587d95077ce7f8bb8228d5d7b29dd358b70f0938c');
  const { ontology, annotations } = await openKnowledge();
  expect([ontology.ids.length, annotations.rows, ontology.version]).toEqual([19_034, 271_702, '2025-01-16']);
});
