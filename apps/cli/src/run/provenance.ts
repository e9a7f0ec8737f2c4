import { execFileSync } from 'node:child_process';
import { cpus, hostname, platform, release, totalmem } from 'node:os';
import { softwareVersion } from '../software.ts';
import { json } from './json.ts';
import type { RunContext, RunRequest } from './run-context.ts';

/** The clock of a run, and what is written of it at its end. */
export interface Provenance {
  readonly started: Date;
  finish(): void;
}

/** The one place for clocks and host names: `provenance.json`, which no other file is hashed with. */
export function startProvenance(
  { run }: Pick<RunContext, 'run'>,
  request: Pick<RunRequest, 'experiment' | 'set' | 'consent' | 'use' | 'on'>,
): Provenance {
  const started = new Date();
  return {
    started,
    finish() {
      const finished = new Date();
      run.write(
        'provenance.json',
        json({
          command: commandOf(request),
          software: softwareVersion,
          commit: commit(),
          started: started.toISOString(),
          finished: finished.toISOString(),
          seconds: (finished.getTime() - started.getTime()) / 1000,
          host: hostname(),
          platform: `${platform()} ${release()}`,
          node: process.version,
          processors: cpus().length,
          memoryGiB: Math.round(totalmem() / 2 ** 30),
          peakMemoryMiB: Math.round(process.resourceUsage().maxRSS / 1024),
        }),
      );
    },
  };
}

function commit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return null;
  }
}

function commandOf({ experiment, set, consent, use, on }: Parameters<typeof startProvenance>[1]): string {
  const given = Object.entries({ consent, use, on }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  return ['raredx', 'run', experiment, ...set.flatMap((one) => ['--set', one]), ...given].join(' ');
}
