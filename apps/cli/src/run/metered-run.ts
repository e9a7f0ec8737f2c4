import { existsSync, readFileSync } from 'node:fs';
import type { RunDirectory } from '@raredx/experiment';
import { json } from './json.ts';

/** Processor time spent in a run's folder by every process that has worked there, seconds. */
export interface ProcessorTime {
  readonly seconds: number;
  /** Processes that have worked in the folder. */
  readonly sessions: number;
  readonly steps: Readonly<Record<string, StepTime>>;
}

/** A step that was broken off and taken up again is one step; one that is done anew begins at nothing. */
export interface StepTime {
  readonly seconds: number;
  readonly done: boolean;
}

export const processorFile = 'processor.json';

/** What a process that is killed may lose of its account. */
const flushEvery = 5_000;

/**
 * A run that keeps account of the processor time of its steps in `processor.json`: this process with all its threads and
 * the children it has waited for, added to what the sessions before it used.
 *
 * @param used seconds of processor time of this process so far
 */
export function meteredRun(run: RunDirectory, used: () => number = processorSeconds): RunDirectory {
  const before = readProcessorTime(run.path(processorFile));
  const steps: Record<string, StepTime> = { ...before?.steps };
  let current: { readonly name: string; readonly from: number; readonly earlier: number } | undefined;
  const write = () => {
    if (current) {
      const { name, from, earlier } = current;
      steps[name] = { seconds: earlier + used() - from, done: false };
    }
    const seconds = (before?.seconds ?? 0) + used();
    run.write(processorFile, json({ seconds, sessions: (before?.sessions ?? 0) + 1, steps }));
  };
  const timer = setInterval(write, flushEvery).unref();
  return {
    ...run,
    step: (name, inputs, work) =>
      run.step(name, inputs, async () => {
        const known = steps[name];
        current = { name, from: used(), earlier: known && !known.done ? known.seconds : 0 };
        await work();
        write();
        steps[name] = { seconds: steps[name]?.seconds ?? 0, done: true };
        current = undefined;
        write();
      }),
    release() {
      clearInterval(timer);
      write();
      run.release();
    },
  };
}

/** The account of a run's folder; undefined where none was kept. */
export function readProcessorTime(path: string): ProcessorTime | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as ProcessorTime) : undefined;
}

/** Processor time of this process, and of its children where the system tells, seconds. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + childSeconds();
}

/** Linux counts the time of children that were waited for in hundredths of a second. */
function childSeconds(): number {
  try {
    const [, fields] = readFileSync('/proc/self/stat', 'utf8').split(/\) (?=[A-Z])/);
    const [children, childrenSystem] = (fields as string).split(' ').slice(13, 15);
    return (Number(children) + Number(childrenSystem)) / 100;
  } catch {
    return 0;
  }
}
