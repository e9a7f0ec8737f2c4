import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockRun, openRun, writeAtomically } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-run-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('openRun', () => {
  it('does a step once, and again when its inputs change', async () => {
    const run = openRun(folder, 'x');
    let times = 0;
    const work = () => {
      times++;
    };
    expect(await run.step('split', 'a', work)).toBe('done');
    expect(await run.step('split', 'a', work)).toBe('kept');
    expect(await run.step('split', 'b', work)).toBe('done');
    expect(times).toBe(2);
    run.release();
  });

  it('does a failed step again', async () => {
    const run = openRun(folder, 'x');
    await expect(
      run.step('split', 'a', () => {
        throw new Error('power cut');
      }),
    ).rejects.toThrow('power cut');
    expect(await run.step('split', 'a', () => {})).toBe('done');
    run.release();
  });

  it('refuses the folder of another experiment', () => {
    openRun(folder, 'x').release();
    expect(() => openRun(folder, 'y')).toThrow('--out: the folder holds a run of another experiment (x)');
  });

  it('replaces nothing of somebody else, and gives the folder back', () => {
    writeFileSync(join(folder, 'evidence.json'), 'mine');
    const problem = '--out: the folder is no run, and holds what one would replace (evidence.json)';
    expect(() => openRun(folder, 'x')).toThrow(problem);
    expect(readdirSync(folder)).toEqual(['evidence.json']);
  });

  it('takes a folder with other files, and a run that was copied without its dotfiles', () => {
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    openRun(folder, 'x').release();
    rmSync(join(folder, '.experiment'));
    writeFileSync(join(folder, 'evidence.json'), '{}');
    writeFileSync(join(folder, 'pack-facts.json'), '{}');
    openRun(folder, 'x').release();
  });
});

describe('lockRun', () => {
  it('lets one process in and tells the other who has it (exit 75)', () => {
    const release = lockRun(folder);
    expect(() => lockRun(folder)).toThrow(`held by another process (pid ${process.pid}`);
    try {
      lockRun(folder);
    } catch (error) {
      expect(error).toMatchObject({ exitCode: 75 });
    }
    release();
    lockRun(folder)();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes over the lock of a process that is gone, or whose pid is another process by now', () => {
    writeFileSync(
      join(folder, '.lock'),
      JSON.stringify({ pid: 2 ** 22 - 3, host: hostname(), started: '1' }),
    );
    lockRun(folder)();
    writeFileSync(
      join(folder, '.lock'),
      JSON.stringify({ pid: process.pid, host: hostname(), started: '1' }),
    );
    lockRun(folder)();
    writeFileSync(join(folder, '.lock'), '{"pid":');
    lockRun(folder)();
  });

  it('respects a holder on another host', () => {
    writeFileSync(join(folder, '.lock'), JSON.stringify({ pid: 1, host: 'elsewhere', started: '1' }));
    expect(() => lockRun(folder)).toThrow('pid 1 on elsewhere');
  });
});

describe('writeAtomically', () => {
  it('replaces the file and leaves nothing else', () => {
    const path = join(folder, 'deep', 'file.json');
    writeAtomically(path, 'one');
    writeAtomically(path, Uint8Array.of(116, 119, 111));
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(readdirSync(join(folder, 'deep'))).toEqual(['file.json']);
  });
});
