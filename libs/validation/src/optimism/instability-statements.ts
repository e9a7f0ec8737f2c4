import { quantile } from '@raredx/stats';
import { type Statement, statement } from '../statements/statement.ts';
import { classificationInstability, instabilityCurve, meanAbsoluteDifference } from './instability.ts';
import type { ReplayedModel } from './replayed-model.ts';

const quantiles = [0.05, 0.25, 0.5, 0.75, 0.95, 1];
const mostPoints = 50;
/** The plot's limits are by convention those of 95 % of the replicates, whatever the confidence of other intervals. */
const limitsOfPlot = 0.95;

/**
 * How far the risk of the same patient moves when the model is developed again on another sample of the same kind:
 * `instability_mape` and its quantiles over samples, `classification_instability` at each threshold, and the points of
 * the instability plot.
 *
 * @see Riley RD, Collins GS (2023) Biom J 65:2200302
 */
export function instabilityStatements(replayed: ReplayedModel, thresholds: readonly number[]): Statement[] {
  const count = replayed.replicates.length;
  const method = `whole pipeline refitted on ${count} bootstrap samples of patients`;
  if (count === 0) {
    const none = { undefinedBecause: 'no replicates' };
    return [statement('instability_mape', none, { method })];
  }
  const differences = meanAbsoluteDifference(replayed);
  const sorted = Float64Array.from(differences).sort();
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return [
    statement(
      'instability_mape',
      { value: mean(differences) },
      { method: `mean over samples of the mean absolute difference of risks; ${method}, no interval` },
    ),
    ...quantiles.map((q) =>
      statement(
        'instability_mape_quantile',
        { value: quantile(sorted, q) },
        { threshold: q, method: `quantile (type 7) over samples of the mean absolute difference; ${method}` },
      ),
    ),
    ...thresholds.map((threshold) =>
      statement(
        'classification_instability',
        { value: mean(classificationInstability(replayed, threshold)) },
        {
          threshold,
          method: `mean over samples of the share of refits that classify otherwise; ${method}, no interval`,
        },
      ),
    ),
    ...instabilityCurve(replayed, { points: mostPoints, confidence: limitsOfPlot }).map((point) =>
      statement(
        'instability_curve',
        { value: point.median },
        {
          threshold: point.risk,
          limits: { lower: point.lower, upper: point.upper },
          confidence: limitsOfPlot,
          method: `median and limits of each sample's risks over refits, mean over ${point.samples} samples of neighbouring risk; ${method}`,
        },
      ),
    ),
  ];
}
