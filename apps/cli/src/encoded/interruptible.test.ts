import { afterEach, describe, expect, it } from 'vitest';
import { interruptible } from './interruptible.ts';

class Stopped extends Error {
  readonly exitCode = 130;
}
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Stopped('stopped'))));
const heard: string[] = [];
const last = () => heard.push('last');

afterEach(() => {
  process.removeListener('SIGTERM', last);
  heard.length = 0;
});

describe('interruptible', () => {
  it('asks the work to stop, names the exit code of the signal, and gives the listeners back', async () => {
    process.once('SIGTERM', last);
    const work = interruptible(untilAborted);
    process.emit('SIGTERM', 'SIGTERM');
    await expect(work).rejects.toMatchObject({ message: 'stopped', exitCode: 143 });
    expect(heard).toEqual([]);
    process.emit('SIGTERM', 'SIGTERM');
    process.emit('SIGTERM', 'SIGTERM');
    expect(heard).toEqual(['last']);
  });

  it('does not wait for a second press', async () => {
    process.once('SIGTERM', last);
    let release = () => {};
    const work = interruptible(() => new Promise<void>((resolve) => (release = resolve)));
    process.emit('SIGTERM', 'SIGTERM');
    process.emit('SIGTERM', 'SIGTERM');
    expect(heard).toEqual(['last']);
    release();
    await work;
  });

  it('leaves work alone that nobody stops', async () => {
    process.once('SIGTERM', last);
    const before = process.rawListeners('SIGTERM');
    expect(await interruptible(async (signal) => signal.aborted)).toBe(false);
    await expect(interruptible(() => Promise.reject(new Stopped('own')))).rejects.toThrow('own');
    expect(process.rawListeners('SIGTERM')).toEqual(before);
  });
});
