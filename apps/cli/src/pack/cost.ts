import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '@raredx/experiment';
import { json } from '../run/json.ts';
import { processorFile, readProcessorTime } from '../run/metered-run.ts';
import { readFacts } from './facts.ts';

/**
 * What a run took, in `cost.json` beside the pack: times differ from run to run, so they have no place in a pack whose
 * bytes follow from its data.
 */
export function writeCost(folder: string): void {
  const path = join(folder, 'provenance.json');
  if (!existsSync(path)) return;
  const { seconds, peakMemoryMiB, processors, memoryGiB, platform, node } = JSON.parse(
    readFileSync(path, 'utf8'),
  );
  const { runtime = null } = readFacts(folder).provenance;
  writeAtomically(
    join(folder, 'cost.json'),
    json({
      seconds,
      processor: readProcessorTime(join(folder, processorFile)) ?? { undefinedBecause: 'not measured' },
      peakMemoryMiB,
      machine: { processors, memoryGiB, platform, node },
      device: runtime,
      energy: { undefinedBecause: 'not measured' },
    }),
  );
}
