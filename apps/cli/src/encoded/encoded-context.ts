import type { EncodedExperiment } from '@raredx/experiment';
import type { RunContext } from '../run/run-context.ts';

/** What the steps over images and notes are given. */
export interface EncodedContext extends Omit<RunContext, 'experiment'> {
  readonly experiment: EncodedExperiment;
  readonly oneImageAPatient: boolean;
}
