import { ici } from '@raredx/metrics';
import type { Random } from '@raredx/stats';
import { aurocStatements } from './auroc-statements.ts';
import { oeStatement, spiegelhalterStatement, weakCalibrationStatements } from './calibration-statements.ts';
import {
  calibrationCurveStatements,
  calibrationGrid,
  decisionCurveStatements,
  histogramStatements,
} from './curve-statements.ts';
import { meanOverRepeats } from './mean-over-repeats.ts';
import type { Population } from './population.ts';
import { type Replicates, replicatesOf } from './replicates.ts';
import type { Strata } from './resample.ts';
import { resampledStatements } from './resampled-statements.ts';
import { rocStatements } from './roc-statements.ts';
import type { Statement } from './statement.ts';
import { thresholdStatements } from './threshold-statements.ts';
import type { ResolvedPlan } from './validation-plan.ts';

export interface DescribeOptions {
  readonly plan: ResolvedPlan;
  readonly strata: Strata;
  readonly random: Random;
  /** Curves are drawn for whole cohorts only. */
  readonly curves: boolean;
}

/** A population with a risk near 0 or 1 or with one class has no flexible curve to resample. */
function hasFlexibleCurve(population: Population): boolean {
  return 'value' in meanOverRepeats(population, ici);
}

/** Everything that is said about one model on one population, and the resamples behind it. */
export function describePopulation(
  population: Population,
  options: DescribeOptions,
): { readonly statements: Statement[]; readonly replicates: Replicates } {
  const { plan, strata, random, curves } = options;
  const { bootstrap, confidence, minimumEvents, thresholds } = plan;
  const flexible = hasFlexibleCurve(population);
  const curveAt = curves && flexible ? calibrationGrid(population) : new Float64Array(0);
  const cuts = curves
    ? [...new Set([...thresholds, ...plan.curveThresholds])].sort((a, b) => a - b)
    : thresholds;
  const asked = population.patients === 0 ? 0 : bootstrap;
  const replicates = replicatesOf(population, strata, {
    thresholds: cuts,
    flexible,
    curveAt: population.structure === 'simple' ? new Float64Array(0) : curveAt,
    bootstrap: asked,
    random,
  });
  const context = { replicates, confidence, bootstrap, minimumEvents };
  const declared = new Set(thresholds);
  const decision = { model: cuts.filter((t) => !declared.has(t)), treatAll: cuts };
  const statements = [
    ...aurocStatements(population, confidence),
    ...weakCalibrationStatements(population, confidence),
    oeStatement(population, replicates, confidence),
    spiegelhalterStatement(population),
    ...resampledStatements(population, context),
    ...thresholds.flatMap((t) => thresholdStatements(population, t, context)),
    ...decisionCurveStatements(population, decision, context),
    ...(curves ? calibrationCurveStatements(population, curveAt, context) : []),
    ...(curves ? histogramStatements(population) : []),
    ...(curves ? rocStatements(population) : []),
  ];
  return { statements, replicates };
}
