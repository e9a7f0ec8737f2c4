import { mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentError, type SafeTensor } from '@raredx/runtime';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openCheckpoints } from './checkpoint-store.ts';

/** The system's calls, of which one may be made to fail: `fails` is its number, `code` how. */
const faults = vi.hoisted(() => ({ fails: 0, code: '', calls: 0, short: false }));
vi.mock('node:fs', async (load) => {
  const real = await load<typeof import('node:fs')>();
  const failing = <Call extends (...values: never[]) => unknown>(call: Call): Call =>
    ((...values: never[]) => {
      faults.calls += 1;
      if (faults.calls !== faults.fails) return call(...values);
      throw Object.assign(new Error(faults.code), { code: faults.code });
    }) as Call;
  const writeSync = ((file: number, bytes: Uint8Array, at: number) =>
    real.writeSync(
      file,
      bytes,
      at,
      faults.short ? Math.min(7, bytes.length - at) : bytes.length - at,
    )) as never;
  return {
    ...real,
    openSync: failing(real.openSync),
    writeSync: failing(writeSync),
    // counted, not done: a real one takes a disk's time a thousand times over
    fsyncSync: failing(() => {}),
    renameSync: failing(real.renameSync),
    rmSync: failing(real.rmSync),
  };
});

interface Facts {
  readonly step: number;
}
const tensorsOf = (step: number): Record<string, SafeTensor> => ({
  w: { dtype: 'F32', shape: [2], data: Float32Array.of(step, -step) },
});
let folder: string;
let notices: string[];
beforeEach(() => {
  Object.assign(faults, { fails: 0, calls: 0, short: false });
  folder = mkdtempSync(join(tmpdir(), 'checkpoints-'));
  notices = [];
});
const open = (training = 'a') => openCheckpoints<Facts>(folder, training, (line) => notices.push(line));
const write = (step: number) => open().write({ facts: { step }, tensors: tensorsOf(step) });
const stepOf = (training = 'a') => open(training).latest()?.facts.step ?? null;

describe('checkpoints', () => {
  it('come back bit for bit, the latest first; two are kept', () => {
    expect(open().latest()).toBeNull();
    const store = open();
    for (const step of [1, 2, 3]) store.write({ facts: { step }, tensors: tensorsOf(step) });
    expect(open().latest()).toMatchObject({
      facts: { step: 3 },
      tensors: { w: { data: Float32Array.of(3, -3) } },
    });
    expect(readdirSync(folder)).toEqual(
      [2, 3].flatMap((n) => [`0000000${n}.json`, `0000000${n}.safetensors`]),
    );
  });

  it('of other settings are not taken up, and give way to the first of these', () => {
    write(1);
    expect(stepOf('b')).toBeNull();
    expect(notices.join()).toContain('belongs to other settings or data');
    open('b').write({ facts: { step: 9 }, tensors: tensorsOf(9) });
    expect(stepOf('b')).toBe(9);
    expect(readdirSync(folder)).toHaveLength(2);
  });
});

describe('damage', () => {
  beforeEach(() => {
    const store = open();
    for (const step of [1, 2]) store.write({ facts: { step }, tensors: tensorsOf(step) });
  });

  it.each(['json', 'safetensors'])(
    'every flipped byte of the %s is seen, and the one before is used',
    (kind) => {
      const file = join(folder, `00000002.${kind}`);
      const bytes = readFileSync(file);
      for (let at = 0; at < bytes.length; at++) {
        const flipped = Uint8Array.from(bytes);
        flipped[at] ^= 1 << (at % 8);
        writeFileSync(file, flipped);
        if (stepOf() !== 1) expect.fail(`byte ${at} was not missed`);
      }
      expect(notices).toHaveLength(bytes.length);
      expect(notices[0]).toMatch(/00000002\.json: (is|has) damaged.*the checkpoint before is tried$/);
    },
  );

  it.each(['json', 'safetensors'])('so is every length that the %s may be cut to', (kind) => {
    const file = join(folder, `00000002.${kind}`);
    for (let length = readFileSync(file).length - 1; length >= 0; length--) {
      truncateSync(file, length);
      if (stepOf() !== 1) expect.fail(`length ${length} was not missed`);
    }
  });

  it('of both leaves nothing to go on from, and says so twice', () => {
    for (const number of [1, 2]) writeFileSync(join(folder, `0000000${number}.json`), '{}');
    expect(stepOf()).toBeNull();
    expect(notices).toHaveLength(2);
    write(3);
    expect(stepOf()).toBe(3);
    expect(readdirSync(folder)).toHaveLength(2);
  });
});

describe('a failing disk', () => {
  const codes = ['ENOSPC', 'EIO', 'EROFS', 'EACCES', 'EMFILE', 'EDQUOT', 'EXDEV', 'ENXIO'];

  it.each(codes)('%s at any call: one readable error, and a whole checkpoint to go on from', (code) => {
    const store = open();
    store.write({ facts: { step: 1 }, tensors: tensorsOf(1) });
    let failed = 0;
    for (let at = 1; ; at++) {
      Object.assign(faults, { fails: at, code, calls: 0 });
      try {
        store.write({ facts: { step: 1 + at }, tensors: tensorsOf(1 + at) });
      } catch (error) {
        failed += 1;
        expect(error).toBeInstanceOf(EnvironmentError);
        expect((error as Error).message).toContain(`(${code})`);
        expect((error as Error).message).toMatch(/^checkpoints: cannot write to /);
      }
      const made = faults.calls < at;
      faults.fails = 0;
      const found = stepOf() ?? 0;
      expect(found === 1 + at || found < 1 + at).toBe(true);
      expect(found).toBeGreaterThan(0);
      if (made) break;
    }
    expect(failed).toBeGreaterThanOrEqual(12);
    expect(readdirSync(folder).length).toBeLessThanOrEqual(4);
  });

  it('that writes seven bytes at a time still writes them all', () => {
    faults.short = true;
    write(5);
    expect(stepOf()).toBe(5);
  });
});
