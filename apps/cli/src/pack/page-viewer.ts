import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ViewerInput } from '@raredx/report';
import { readPredictions } from '@raredx/tables';
import { planOf } from '../validate/evidence-step.ts';
import type { PackFacts } from './facts.ts';

const bundle = createRequire(import.meta.url).resolve('@raredx/evidence-viewer/viewer.js');

/** The script was not made: its own class, for what is lacking is a step of the set-up. */
class ViewerMissing extends Error {
  readonly exitCode = 6;
  readonly advice = 'npm run setup makes it';

  constructor() {
    super('pack: the script of the page is not built');
    this.name = 'ViewerMissing';
  }
}

/**
 * What makes the pack's page interactive: the bundle, the rows, and the plan of the evidence. Null where the rows are
 * rankings, which it does not read.
 *
 * @throws ViewerMissing where the bundle was not built
 */
export async function pageViewer(folder: string, facts: PackFacts): Promise<ViewerInput | null> {
  if (facts.rankings) return null;
  if (!existsSync(bundle)) throw new ViewerMissing();
  return {
    script: readFileSync(bundle, 'utf8').trimEnd(),
    predictions: await readPredictions(join(folder, facts.predictions), facts.predictions),
    plan: planOf(facts),
  };
}
