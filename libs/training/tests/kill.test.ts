import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bundleProcess,
  type Ended,
  freshFolder,
  interruptTraining,
  killUntilDone,
  removeBundle,
  runTraining,
} from './killed-training.ts';

let whole: Ended;
beforeAll(async () => {
  await bundleProcess();
  whole = runTraining(freshFolder()) as Ended;
});

afterAll(removeBundle);

describe('a training that is killed', () => {
  it('again and again at random steps and system calls ends with the same bits', () => {
    const { ended, kills } = killUntilDone(1, { most: whole.events / 2 });
    expect(kills).toBeGreaterThan(2);
    expect(ended.weights).toBe(whole.weights);
    expect(ended.history).toEqual(whole.history);
  });

  it('by one Ctrl-C writes a checkpoint, exits with 130 and goes on from there', async () => {
    const folder = freshFolder();
    expect(await interruptTraining(folder, 2)).toBe(130);
    const resumed = runTraining(folder) as Ended;
    expect(resumed.weights).toBe(whole.weights);
    expect(resumed.history).toEqual(whole.history);
    expect(resumed.events).toBeLessThan(whole.events);
  });
});
