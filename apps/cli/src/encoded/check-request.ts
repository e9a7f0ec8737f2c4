import { ConfigError } from '@raredx/experiment';
import type { TrainRequest } from './train-request.ts';

const bounds = { size: [32, 1024], folds: [2, 100], seed: [0, 2 ** 31 - 1] } as const;

const advice = { size: 'as in --size 224', folds: 'as in --folds 5', seed: 'as in --seed 1' } as const;

/**
 * Refuses numbers on the command line that no experiment takes.
 *
 * @throws ConfigError naming the flag and what it takes
 */
export function checkRequest(request: Partial<Pick<TrainRequest, keyof typeof bounds>>): void {
  for (const [flag, [least, most]] of Object.entries(bounds)) {
    const value = request[flag as keyof typeof bounds];
    if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) continue;
    throw new ConfigError(
      `--${flag}`,
      `not a whole number from ${least} to ${most} (${value})`,
      advice[flag as keyof typeof bounds],
    );
  }
}
