import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRun } from '@raredx/experiment';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { meteredRun, processorFile, readProcessorTime } from './metered-run.ts';

let folder: string;
let now: number;
const used = () => now;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-meter-'));
  now = 1;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const opened = () => meteredRun(openRun(folder, 'metered'), used);
const account = () => readProcessorTime(join(folder, processorFile));

describe('meteredRun', () => {
  it('counts a step, and what lies beside steps in the whole alone', async () => {
    const run = opened();
    now += 2;
    await run.step('learn', 'a', () => {
      now += 10;
    });
    run.release();
    expect(account()).toEqual({ seconds: 13, sessions: 1, steps: { learn: { seconds: 10, done: true } } });
  });

  it('adds up a step that was broken off, whatever its inputs became', async () => {
    const first = opened();
    const broken = first.step('learn', 'a', () => {
      now += 10;
      throw new Error('stopped');
    });
    await expect(broken).rejects.toThrow('stopped');
    first.release();
    expect(account()?.steps.learn).toEqual({ seconds: 10, done: false });
    now = 3;
    const second = opened();
    await second.step('learn', 'b', () => {
      now += 4;
    });
    second.release();
    expect(account()).toEqual({ seconds: 18, sessions: 2, steps: { learn: { seconds: 14, done: true } } });
  });

  it('leaves a step that is kept as it was, and begins anew one that is done again', async () => {
    for (const [inputs, seconds] of [
      ['a', 10],
      ['a', 20],
      ['b', 30],
    ] as const) {
      now = 0;
      const run = opened();
      await run.step('learn', inputs, () => {
        now += seconds;
      });
      run.release();
    }
    expect(account()).toEqual({ seconds: 40, sessions: 3, steps: { learn: { seconds: 30, done: true } } });
  });

  it('by default counts this process and its children', async () => {
    const run = meteredRun(openRun(folder, 'metered'));
    const busy = 'const end = Date.now() + 300; while (Date.now() < end);';
    await run.step('child', 'a', () => {
      spawnSync(process.execPath, ['-e', busy]);
    });
    run.release();
    if (process.platform === 'linux') expect(account()?.steps.child?.seconds).toBeGreaterThan(0.1);
    expect(account()?.seconds).toBeGreaterThan(0);
  });
});
