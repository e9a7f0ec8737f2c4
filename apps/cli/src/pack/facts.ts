import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import type { PackModel } from '@raredx/report';
import type { RankingsPlan } from '@raredx/validation';

/** `pack-facts.json`: what a pack says besides its evidence, so that it can be written again from the folder alone. */
export interface PackFacts {
  readonly title: string;
  readonly question: string;
  readonly expectation: string | null;
  readonly models: readonly PackModel[];
  readonly baseline: string | null;
  readonly primary: string | null;
  readonly thresholds: readonly number[];
  /** Prevalence where the model will be used; absent where none was declared. */
  readonly targetPrevalence?: number;
  readonly bootstrap: number;
  readonly confidence: number;
  readonly seed: number;
  /** How rankings are judged; absent where the predictions are risks. */
  readonly rankings?: Omit<RankingsPlan, 'seed' | 'bootstrap' | 'confidence'>;
  /** Where the predictions (or rankings) lie, relative to the folder. */
  readonly predictions: string;
  readonly unchecked: readonly string[];
  readonly provenance: Readonly<Record<string, string | number | boolean | null>>;
}

export const factsFile = 'pack-facts.json';

/**
 * @throws ConfigError where the folder is no run and no validation
 */
export function readFacts(folder: string): PackFacts {
  try {
    return JSON.parse(readFileSync(join(folder, factsFile), 'utf8')) as PackFacts;
  } catch {
    throw new ConfigError(
      folder,
      `not the folder of a finished run or validation (no ${factsFile})`,
      'make one with raredx run, or with raredx validate FOLDER/predictions.parquet --out OTHER',
    );
  }
}
