import type { Population } from '../population/population.ts';
import type { Draws } from '../resampling/patient-draws.ts';
import type { Replicates } from '../resampling/replicates.ts';
import { type Resamples, resamplesOf } from '../resampling/resamples.ts';
import type { ResolvedPlan } from '../validation-plan.ts';
import { aurocStatements } from './auroc-statements.ts';
import {
  debiasedEceStatement,
  eceStatement,
  oeStatement,
  spiegelhalterStatement,
  weakCalibrationStatements,
} from './calibration-statements.ts';
import {
  calibrationCurveStatements,
  calibrationGrid,
  decisionCurveStatements,
  histogramStatements,
} from './curve-statements.ts';
import { flexibleDistances } from './flexible-distances.ts';
import { netBenefitGain } from './net-benefit-gain.ts';
import { type ResampledContext, resampledStatements } from './resampled-statements.ts';
import { rocStatements } from './roc-statements.ts';
import { screeningStatements } from './screening-statements.ts';
import { simultaneousCalibrationCurve, simultaneousDecisionCurve } from './simultaneous-statements.ts';
import type { Statement } from './statement.ts';
import { thresholdStatements } from './threshold-statements.ts';

export interface DescribeOptions {
  readonly plan: ResolvedPlan;
  readonly draws: Draws;
  /** Curves are drawn for whole cohorts only. */
  readonly curves: boolean;
}

export interface Described {
  readonly statements: readonly Statement[];
  readonly replicates: Replicates;
  readonly resamples: Resamples;
}

function curveStatements(
  population: Population,
  {
    curveAt,
    decisionCurve,
  }: { readonly curveAt: Float64Array; readonly decisionCurve: readonly Statement[] },
  context: ResampledContext,
): Statement[] {
  const calibration = calibrationCurveStatements(population, curveAt, context);
  return [
    ...calibration,
    ...simultaneousCalibrationCurve(population, calibration, context),
    ...simultaneousDecisionCurve(population, decisionCurve, context),
    ...histogramStatements(population),
    ...rocStatements(population),
  ];
}

const none: Draws = { bootstrap: 0, of: () => new Uint16Array(0) };

/** Everything that is said about one model on one population, and the resamples behind it. */
export function describePopulation(population: Population, options: DescribeOptions): Described {
  const { plan, curves } = options;
  const { confidence, minimumEvents, thresholds } = plan;
  const declared = new Set(thresholds);
  const curveThresholds = curves ? plan.curveThresholds.filter((t) => !declared.has(t)) : [];
  const distances = flexibleDistances(population);
  const flexible = 'ici' in distances;
  const curveAt = curves && flexible ? calibrationGrid(population) : new Float64Array(0);
  const draws = population.patients === 0 ? none : options.draws;
  const resamples = resamplesOf(population, draws, {
    interval: plan.interval,
    thresholds,
    curveThresholds,
    flexible,
    curveAt,
  });
  const { replicates } = resamples;
  const context = { replicates, resamples, confidence, bootstrap: draws.bootstrap, minimumEvents };
  const decision = { model: curveThresholds, treatAll: [...thresholds, ...curveThresholds] };
  const atDeclared = thresholds.flatMap((t) => thresholdStatements(population, t, context));
  const decisionCurve = decisionCurveStatements(population, decision, context);
  const statements = [
    ...aurocStatements(population, confidence),
    ...weakCalibrationStatements(population, confidence),
    oeStatement(population, confidence),
    spiegelhalterStatement(population),
    eceStatement(population),
    debiasedEceStatement(population),
    ...resampledStatements(population, distances, context),
    ...atDeclared,
    ...thresholds.map((t) => netBenefitGain(population, t, context)),
    ...thresholds.flatMap((threshold) =>
      screeningStatements(population, { threshold, statements: atDeclared, plan }),
    ),
    ...decisionCurve,
    ...(curves
      ? curveStatements(population, { curveAt, decisionCurve: [...atDeclared, ...decisionCurve] }, context)
      : []),
  ];
  if (population.patients > 0) return { statements, replicates, resamples };
  const empty = statements.map((made) => ({ ...made, undefinedBecause: made.undefinedBecause && 'no rows' }));
  return { statements: empty, replicates, resamples };
}
