import { ConfigError } from '@raredx/experiment';
import { familiarityName, fitFamiliarity } from '../new-patients/familiarity.ts';
import type { StudyCohort } from './cohort-step.ts';
import type { RunContext } from './run-context.ts';

/** What later patients are held against, where the experiment asks for it: all that its models may learn from. */
export function experimentFamiliarity(
  { experiment }: RunContext,
  { cohort, sites }: StudyCohort,
): ReturnType<typeof fitFamiliarity> | undefined {
  const { familiarity, predictors, attributes } = experiment;
  if (!familiarity) return undefined;
  if (attributes.includes(familiarityName))
    throw new ConfigError(
      'attributes',
      `${familiarityName} is made by the key of that name`,
      'rename the column',
    );
  return fitFamiliarity(cohort, sites.development, { predictors, beyond: familiarity.beyond });
}
