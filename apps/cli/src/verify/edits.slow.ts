import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, type Random } from '@raredx/stats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSmallPack, sealAgain } from '../../tests/small-pack.ts';
import { readPackFiles } from '../pack/pack-documents.ts';
import type { Examination } from './examination.ts';
import { examinePack } from './examine-pack.ts';

let folder: string;
let sealed: string;
let pack: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-edits-'));
  sealed = await makeSmallPack(folder, { patients: 60, bootstrap: 20 });
  pack = join(folder, 'copy');
  cpSync(sealed, pack, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

const below = (random: Random, limit: number) => Math.floor(random.uniform() * limit);
const examine = (quick: boolean): Promise<Examination> =>
  examinePack(pack, { quick, tolerance: 0, onProgress: () => {} });
const named = ({ findings }: Examination, name: string) => findings.some((finding) => finding.file === name);

/** Another digit at a random digit of the file, or undefined where there is none. */
function editDigit(bytes: Uint8Array, random: Random): boolean {
  const digits = [...bytes.keys()].filter((at) => bytes[at] >= 48 && bytes[at] <= 57);
  if (digits.length === 0) return false;
  const at = digits[below(random, digits.length)];
  bytes[at] = 48 + ((bytes[at] - 48 + 1 + below(random, 9)) % 10);
  return true;
}

function editByte(bytes: Uint8Array, random: Random): void {
  bytes[below(random, bytes.length)] ^= 1 + below(random, 255);
}

describe('edits of a sealed pack', () => {
  it('1,000 of a byte or a digit in any file are all found, and the file is named', async () => {
    const random = createRandom('1000 edits');
    const names = [...readPackFiles(pack).files.keys()];
    const counts = { edits: 0, ofDigits: 0, found: 0, named: 0 };
    for (let turn = 0; turn < 1000; turn++) {
      const name = names[below(random, names.length)];
      const whole = readFileSync(join(sealed, name));
      const bytes = Uint8Array.from(whole);
      const digit = turn % 2 === 0 && editDigit(bytes, random);
      if (!digit) editByte(bytes, random);
      writeFileSync(join(pack, name), bytes);
      const result = await examine(true);
      counts.edits++;
      counts.ofDigits += Number(digit);
      counts.found += Number(result.findings.length > 0);
      counts.named += Number(named(result, name));
      writeFileSync(join(pack, name), whole);
    }
    await expect(`${JSON.stringify(counts, null, 2)}\n`).toMatchFileSnapshot('edits.slow.json');
  });

  it('100 digits changed in evidence, decision and pages, sealed again by somebody else, are all found by recomputing', async () => {
    const random = createRandom('100 forgeries');
    const names = ['evidence.json', 'decision.json', 'index.html', 'summary.md'];
    let forged = 0;
    for (let turn = 0; turn < 100; turn++) {
      const name = names[turn % names.length];
      const bytes = Uint8Array.from(readFileSync(join(sealed, name)));
      editDigit(bytes, random);
      writeFileSync(join(pack, name), bytes);
      const resealed = await sealAgain(pack).then(
        () => true,
        () => false,
      );
      // Digits in a key's name or a count that the reader refuses cannot be sealed at all.
      forged += Number(resealed);
      if (resealed) expect((await examine(false)).findings, `${turn}: ${name}`).not.toEqual([]);
      cpSync(sealed, pack, { recursive: true, force: true });
    }
    expect(forged).toBeGreaterThan(90);
  });

  it('a cut at every byte of what is signed is found', async () => {
    for (const name of ['manifest.json', 'seal.dsse.json']) {
      const whole = readFileSync(join(sealed, name));
      for (let size = 0; size < statSync(join(sealed, name)).size; size++) {
        writeFileSync(join(pack, name), whole.subarray(0, size));
        expect(named(await examine(true), name), `${name} ${size}`).toBe(true);
      }
      writeFileSync(join(pack, name), whole);
    }
  });
});
