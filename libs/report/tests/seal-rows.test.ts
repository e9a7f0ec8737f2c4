import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, encodePredictions, readColumns, readPredictions, textAt } from '@raredx/tables';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leafHash, merkleRoot } from '../src/index.ts';
import { hashLength } from '../src/seal/merkle-tree.ts';
import { keyOrder, predictionLeaves, rowName } from '../src/seal/prediction-leaves.ts';
import { changedRows, encodeRowHashes } from '../src/seal/row-hashes.ts';
import { predictionsOf } from './seal-fixture.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const leavesOf = (texts: readonly string[]) => Uint8Array.from(texts.flatMap((text) => [...leafHash(text)]));

describe('Merkle tree of RFC 6962', () => {
  /** The eight inputs and roots with which Certificate Transparency's implementations are tested. */
  const inputs = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  it.each([
    [0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
    [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
    [4, 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
    [5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
    [6, '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
    [7, 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
    [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
  ])('root of the first %i published inputs', (count, root) => {
    const texts = inputs.slice(0, count).map((input) => Buffer.from(input, 'hex').toString('latin1'));
    expect(merkleRoot(leavesOf(texts))).toBe(root);
  });

  it('refuses half a hash', () => {
    expect(() => merkleRoot(new Uint8Array(33))).toThrow('leaf hashes of 33 bytes');
  });
});

describe('leaves of a predictions table', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'raredx-seal-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are the canonical JSON of every column as on disk, none left out', async () => {
    const path = join(folder, 'p.parquet');
    writeFileSync(path, encodePredictions(predictionsOf(24)));
    const table = await readPredictions(path, 'p.parquet');
    const { columns } = await readColumns(path, 'p.parquet');
    const { order, hashes } = predictionLeaves(table);
    order.forEach((row, place) => {
      const cells = Object.fromEntries([...columns].map(([name, column]) => [name, column[row]]));
      const leaf = hashes.subarray(place * hashLength, (place + 1) * hashLength);
      expect(hex(leaf)).toBe(hex(leafHash(canonicalJson(cells))));
    });
    expect(columns.size).toBe(14);
  });

  it('stand in the order of their keys, whatever the order of the file', () => {
    const table = predictionsOf(24);
    const keys = [...keyOrder(table)].map((row) => [
      textAt(table.model, row),
      table.repeat[row],
      table.fold[row],
      textAt(table.sampleId, row),
    ]);
    const wanted = [...keys].sort((a, b) => {
      const place = a.findIndex((cell, i) => cell !== b[i]);
      return place < 0 ? 0 : (a[place] as number) < (b[place] as number) ? -1 : 1;
    });
    expect(keys).toEqual(wanted);
  });

  it('find a changed, an added and a removed row', () => {
    const before = predictionsOf(24);
    const sealed = encodeRowHashes(predictionLeaves(before));
    const same = changedRows(sealed, predictionLeaves(before));
    expect(same).toEqual({ unsealed: [], lost: [] });
    const p = before.p.slice();
    p[9] = 0.123;
    const changed = changedRows(sealed, predictionLeaves({ ...before, p }));
    expect(changed.unsealed).toEqual([9]);
    expect(changed.lost).toHaveLength(1);
    expect(changedRows(sealed, predictionLeaves(predictionsOf(23)))).toMatchObject({ unsealed: [] });
    expect(changedRows(sealed, predictionLeaves(predictionsOf(23))).lost).toHaveLength(1);
    expect(changedRows(sealed, predictionLeaves(predictionsOf(25))).unsealed).toEqual([24]);
    expect(rowName(before, 9)).toBe('row 10 (zeta, internal, repeat 0 fold 2)');
  });

  it('take less than 2 s of one processor for 140,000 rows', () => {
    const table = predictionsOf(140_000);
    const start = process.cpuUsage();
    const leaves = predictionLeaves(table);
    encodeRowHashes(leaves);
    merkleRoot(leaves.hashes);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(2);
  });
});
