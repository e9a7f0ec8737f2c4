import type { EncodedExperiment } from '@raredx/experiment';

/**
 * The model that `raredx train` keeps of a bare manifest: the average, which was the most robust on simulated sites. Folds
 * of patients see no shift, and folds of a few sites are too few to choose by: they are reported instead.
 */
export function chosenPrimary({ primary }: EncodedExperiment): {
  readonly name: string;
  readonly why: string;
} {
  const why = primary === 'plain' ? 'the only one' : 'most robust on simulated sites, docs/site-shift.md';
  return { name: primary, why };
}
