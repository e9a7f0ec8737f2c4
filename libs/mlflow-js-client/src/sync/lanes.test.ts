import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Lanes } from './lanes.ts';

describe('lanes of work', () => {
  test('keep the order of each lane, and run as many lanes at once as are allowed', async () => {
    const lanes = new Lanes(3);
    const done: Record<string, number[]> = { a: [], b: [], c: [], d: [], e: [] };
    let now = 0;
    let most = 0;
    for (let piece = 0; piece < 100; piece++) {
      const lane = 'abcde'[piece % 5] as string;
      lanes.enter(lane, async () => {
        most = Math.max(most, ++now);
        await wait((piece * 7) % 3);
        done[lane]?.push(piece);
        now -= 1;
      });
      await lanes.room();
    }
    await lanes.idle();
    expect(most).toBe(3);
    for (const order of Object.values(done)) expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(Object.values(done).flat().length).toBe(100);
  });

  test('begin nothing after a failure, wait for what is under way, and throw it', async () => {
    const lanes = new Lanes(2);
    const finished: string[] = [];
    lanes.enter('slow', async () => {
      await wait(20);
      finished.push('slow');
    });
    lanes.enter('bad', async () => {
      await wait(1);
      throw new Error('no');
    });
    lanes.enter('later', async () => void finished.push('later'));
    await expect(lanes.idle()).rejects.toThrow('no');
    expect(finished).toEqual(['slow']);
    await expect(lanes.room()).rejects.toThrow('no');
  });

  test('hold little more in memory than is under way', async () => {
    const lanes = new Lanes(1);
    let entered = 0;
    let finished = 0;
    for (; entered < 50; entered++) {
      lanes.enter('a', async () => {
        await wait(0);
        finished += 1;
      });
      await lanes.room();
      expect(entered - finished).toBeLessThan(6);
    }
    await lanes.idle();
    expect(finished).toBe(50);
  });
});
