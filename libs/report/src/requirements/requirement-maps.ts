import { ConfigError, nearestName } from '@raredx/experiment';
import { aiAct, mdr } from './maps/european-union.ts';
import { hti1 } from './maps/hti-1.ts';
import { claim, stardAi } from './maps/imaging-and-accuracy.ts';
import { chai, iec62304, iso14971 } from './maps/model-card-and-standards.ts';
import { probastAi } from './maps/probast-ai.ts';
import { tripodAi } from './maps/tripod-ai.ts';
import { fda, gmlp, pccp } from './maps/united-states.ts';
import type { RequirementMap } from './requirement-map.ts';

export const requirementMaps: readonly RequirementMap[] = Object.freeze([
  tripodAi,
  probastAi,
  claim,
  stardAi,
  fda,
  gmlp,
  pccp,
  aiAct,
  mdr,
  hti1,
  chai,
  iso14971,
  iec62304,
]);

/**
 * Maps by id, in the order asked for, each once; `all` for every one.
 *
 * @throws ConfigError for an unknown id
 */
export function chosenMaps(ids: readonly string[]): readonly RequirementMap[] {
  const names = requirementMaps.map(({ id }) => id);
  const wanted = ids.includes('all') ? names : [...new Set(ids)];
  return wanted.map((id) => {
    const found = requirementMaps.find((map) => map.id === id);
    if (found) return found;
    const near = nearestName(id, names);
    throw new ConfigError(
      '--requirements',
      `names no map (${id})`,
      near ? `did you mean ${near}?` : `maps: ${names.join(', ')}`,
    );
  });
}
