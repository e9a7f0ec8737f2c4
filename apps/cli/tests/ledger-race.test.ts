import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkLedger } from '@raredx/gate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bin } from './raredx.ts';
import { makeSmallPack } from './small-pack.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-race-'));
  for (const [index, out] of ['a', 'b', 'c'].entries()) {
    await makeSmallPack(folder, { out, factor: 1 - index / 10, bootstrap: 20 });
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

it('of gates that append to one ledger at once no entry is lost', async () => {
  const ledger = join(folder, 'looks.jsonl');
  const gates = ['a', 'b', 'c'].map((dir) => {
    const args = ['gate', join(folder, dir), '--policy', join(folder, 'release.yaml'), '--ledger', ledger];
    const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    return new Promise<string>((resolve) =>
      child.once('exit', (code) => resolve(`${code} ${code ? said : ''}`)),
    );
  });
  expect(await Promise.all(gates)).toEqual(['0 ', '0 ', '0 ']);
  const { entries, findings } = checkLedger(readFileSync(ledger, 'utf8'));
  expect(findings).toEqual([]);
  expect(entries.map((entry) => entry.kind === 'look' && entry.look)).toEqual([1, 2, 3]);
});
