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
  request: Pick<RunRequest, 'experiment' | 'set'>,
): Provenance {
  const started = new Date();
  return {
    started,
    finish() {
      const finished = new Date();
      run.write(
        'provenance.json',
        json({
          command: ['raredx', 'run', request.experiment, ...request.set.flatMap((s) => ['--set', s])].join(
            ' ',
          ),
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
