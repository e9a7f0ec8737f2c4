import type { EncodedExperiment } from '@raredx/experiment';
import type { PartSummary } from './summarise.ts';

/**
 * The model that `raredx train` keeps of a bare manifest: the average, unless sites were held out in turn and the plain
 * head has the lower log loss there. Folds of patients see no shift between sites, so they do not get to choose.
 */
export function chosenPrimary(
  { primary, cross_validation }: EncodedExperiment,
  summary: readonly PartSummary[],
): { readonly name: string; readonly why: string } {
  if (primary === 'plain') return { name: primary, why: 'the only one' };
  if (cross_validation?.by !== 'site')
    return { name: primary, why: 'most robust on simulated sites, docs/site-shift.md; no site was held out' };
  const lossOf = (name: string) =>
    summary.find(
      ({ model, partition, site, metric }) =>
        model === name &&
        partition === 'internal' &&
        site === null &&
        (metric === 'log_loss_multiclass' || metric === 'log_loss'),
    )?.estimate ?? Number.POSITIVE_INFINITY;
  const name = lossOf('plain') < lossOf(primary) ? 'plain' : primary;
  return { name, why: 'the lower log loss at sites held out' };
}
