import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type DeidentifyRequest, deidentify } from './deidentify.ts';

const fixtures = fileURLToPath(new URL('../../../../libs/cohort/fixtures/dicom/', import.meta.url));
let folder: string;
const at = (...parts: string[]) => join(folder, ...parts);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-deidentify-'));
  mkdirSync(at('films', 'ward'), { recursive: true });
  copyFileSync(join(fixtures, 'phi.dcm'), at('films', 'CANARY^NAME.dcm'));
  copyFileSync(join(fixtures, 'rgb.dcm'), at('films', 'ward', 'one.dcm'));
  writeFileSync(at('key'), 'a key of the hospital\n');
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

async function asked(more: Partial<DeidentifyRequest> = {}) {
  const written: string[] = [];
  const said: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  const request = { name: at('films'), out: at('new'), secretFile: at('key'), dates: 'remove' as const };
  const code = await deidentify({ ...request, json: true, quiet: false, ...more });
  vi.restoreAllMocks();
  return { code, document: JSON.parse(written.join('')), said: said.join('') };
}
const filesIn = (path: string) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

it('writes each file under new names, without what was planted, and counts what was done', async () => {
  const { code, document, said } = await asked();
  expect(code).toBe(0);
  expect(document).toMatchObject({ files: 2, patients: 1, dates: 'remove', leftOut: [] });
  expect(document.actions.U).toBeGreaterThan(5);
  const made = filesIn(at('new'));
  expect(made).toHaveLength(3);
  for (const path of made) {
    expect(path).not.toMatch(/canary|ward|one/i);
    expect(readFileSync(path, 'latin1')).not.toMatch(/canary/i);
  }
  expect(JSON.stringify(document.warnings)).toContain('text is burned into the pixels');
  expect(said).toContain('pixels are not cleaned');
});

it('gives the same key the same names, and keeps no key that nobody gave', async () => {
  await asked();
  await asked({ out: at('again') });
  const names = (out: string) => filesIn(at(out)).map((path) => path.slice(at(out).length));
  expect(names('again')).toEqual(names('new'));
  const { said } = await asked({ out: at('other'), secretFile: undefined });
  expect(said).toContain('the key was made for this run and is not kept');
  expect(names('other')).not.toEqual(names('new'));
});

it('names what it leaves out, and does the others', async () => {
  writeFileSync(at('films', 'letter.txt'), 'Dear colleague');
  writeFileSync(at('films', 'empty.dcm'), '');
  writeFileSync(at('films', 'cut.dcm'), readFileSync(join(fixtures, 'rgb.dcm')).subarray(0, 700));
  copyFileSync(at('films', 'ward', 'one.dcm'), at('films', 'ward', 'two.dcm'));
  const { code, document } = await asked();
  expect(code).toBe(3);
  expect(document.files).toBe(2);
  const reasons = Object.fromEntries(
    document.leftOut.map(({ file, reason }: { file: string; reason: string }) => [file, reason]),
  );
  expect(Object.keys(reasons)).toEqual(['cut.dcm', 'empty.dcm', 'letter.txt', 'ward/two.dcm']);
  expect(reasons['empty.dcm']).toBe('the file is empty (0 bytes)');
  expect(reasons['letter.txt']).toBe('no DICM at byte 128');
  expect(reasons['ward/two.dcm']).toBe('has the instance UID of a file before it');
});

it('overwrites nothing, and refuses what makes no sense', async () => {
  await asked();
  await expect(asked()).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('not an empty folder'),
  });
  await expect(asked({ out: at('films', 'new') })).rejects.toThrow('lies in the folder that is read');
  await expect(asked({ name: at('nowhere'), out: at('x') })).rejects.toThrow('no such file or folder');
  writeFileSync(at('key'), 'short');
  await expect(asked({ out: at('x') })).rejects.toThrow('holds fewer than 16 characters');
  expect(existsSync(at('x'))).toBe(false);
});

it('moves dates where that was asked for', async () => {
  const { document } = await asked({ dates: 'shift' });
  expect(document.actions.shifted).toBeGreaterThan(1);
});
