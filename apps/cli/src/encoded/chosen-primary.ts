import type { EncodedExperiment } from '@raredx/experiment';
import type { PartSummary } from './summarise.ts';

/**
 * The deployable model with the lowest log loss out of fold. Being the lowest of several it looks a little better than it
 * is: an external cohort, not this number, says how good.
 */
export function chosenPrimary(
  { models, primary }: EncodedExperiment,
  summary: readonly PartSummary[],
): string {
  const lossOf = (name: string) =>
    summary.find(
      ({ model, partition, site, metric }) =>
        model === name &&
        partition === 'internal' &&
        site === null &&
        (metric === 'log_loss_multiclass' || metric === 'log_loss'),
    )?.estimate ?? Number.POSITIVE_INFINITY;
  const candidates = models.filter((model) => model.deployable).map(({ name }) => name);
  return candidates.reduce((best, name) => (lossOf(name) < lossOf(best) ? name : best), primary);
}
