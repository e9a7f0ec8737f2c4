import { wilson } from '@raredx/metrics';
import type { EvidenceRow } from '@raredx/tables';
import { attributeColumn } from '../population/attribute-column.ts';
import { repeatsText } from '../population/mean-over-repeats.ts';
import { type Population, populationOf } from '../population/population.ts';
import { compareText, type PredictionIndex, rowsAt } from '../population/prediction-index.ts';
import { type Draws, drawPatients, strataOf } from '../resampling/patient-draws.ts';
import { resamplesOf } from '../resampling/resamples.ts';
import { aurocStatements } from '../statements/auroc-statements.ts';
import { oeStatement, weakCalibrationStatements } from '../statements/calibration-statements.ts';
import { decisionCurveStatements } from '../statements/curve-statements.ts';
import { resampledStatements } from '../statements/resampled-statements.ts';
import { type Statement, statement } from '../statements/statement.ts';
import {
  effectiveRows,
  meanConfusion,
  type Rule,
  thresholdStatements,
} from '../statements/threshold-statements.ts';
import type { ResolvedPlan } from '../validation-plan.ts';
import type { WorkUnit } from '../work-unit.ts';
import { type OpenUnit, openUnit } from './open-unit.ts';

/** Whose numbers are asked for. */
export interface ExploredSubject {
  readonly model: string;
  readonly label: string;
  readonly partition: string;
  /** Null: all sites together. */
  readonly site: string | null;
  /** Null: everybody. */
  readonly attribute: string | null;
  readonly level: string | null;
}

/** One model on one population, at any threshold. */
export interface ExploredPopulation {
  readonly patients: number;
  readonly samples: number;
  readonly events: number;
  /** Risks at which somebody's call changes, ascending; of many, so many evenly by rank. */
  readonly cuts: (most: number) => readonly number[];
  /** The two-by-two table, mean over repeats. */
  readonly confusion: (threshold: number) => ReturnType<typeof meanConfusion>;
  /**
   * Rows as {@link validate} makes them, in closed form at once; what needs resampled patients has its limits only
   * where `resample` is asked for, which takes about a second the first time a population is opened.
   */
  readonly rows: (threshold: number, options: { readonly resample: boolean }) => readonly EvidenceRow[];
}

const flaggedRule: Rule = { among: () => true, success: (_: number, positive: boolean) => positive };

/** Share called positive: work to be done for each patient seen. */
function flaggedStatement(population: Population, threshold: number, confidence: number): Statement {
  const { truePositive, falsePositive, trueNegative, falseNegative } = meanConfusion(
    population.repeats,
    threshold,
  );
  const flagged = truePositive + falsePositive;
  const rows = flagged + trueNegative + falseNegative;
  if (rows === 0)
    return statement('flagged', { undefinedBecause: 'no rows' }, { threshold, method: 'Wilson' });
  const value = flagged / rows;
  const clustered = population.structure === 'clustered';
  const total = clustered ? effectiveRows(population, { rule: flaggedRule, threshold }, value) : rows;
  const limits = wilson(Math.min(value * total, total), total, confidence);
  const method = clustered
    ? 'Wilson at the effective number of samples (patient-clustered variance)'
    : 'Wilson';
  return statement(
    'flagged',
    { value },
    { threshold, limits, confidence, method: method + repeatsText(population) },
  );
}

function unitOf(index: PredictionIndex, { label, partition, site, attribute }: ExploredSubject): WorkUnit {
  const groups = index.groups.filter((group) => group.label === label && group.partition === partition);
  const models = groups.map((group) => group.model);
  const kind = attribute === null ? 'cohort' : 'subgroups';
  return { kind, models, label, partition, site, attribute, rows: 0 };
}

/** As the evidence draws them: a cohort is one stratum, subgroups are one each. */
function drawsOf(open: OpenUnit, plan: ResolvedPlan): Draws {
  const { index, roster, unit } = open;
  const column = unit.attribute === null ? null : attributeColumn(index.predictions, plan, unit.attribute);
  const parts =
    column === null
      ? [open.allRows]
      : column.levels.toSorted(compareText).map((level) => rowsAt(open.allRows, column, level));
  const strata = strataOf(
    parts.map((rows) => populationOf(index, rows, roster)),
    roster,
  );
  return drawPatients(strata, roster.size, { bootstrap: plan.bootstrap, random: open.random });
}

function cutsOf({ repeats }: Population, most: number): number[] {
  const sorted = Float64Array.from(repeats.flatMap(({ p }) => [...p])).sort();
  const distinct = [...new Set(sorted)];
  if (distinct.length <= most) return distinct;
  const byRank = Array.from(
    { length: most },
    (_, k) => sorted[Math.floor((k * (sorted.length - 1)) / (most - 1))],
  );
  return [...new Set(byRank)];
}

const noCurve = new Float64Array(0);
const unasked = { undefinedBecause: 'not asked for' };

interface Explored {
  readonly population: Population;
  readonly plan: ResolvedPlan;
  readonly draws: () => Draws;
}

function rowsMaker({ population, plan, draws }: Explored) {
  const { confidence, minimumEvents } = plan;
  const overall = [
    ...aurocStatements(population, confidence).filter(({ metric }) => metric === 'auroc'),
    ...weakCalibrationStatements(population, confidence),
    oeStatement(population, confidence),
  ];
  const { interval } = plan;
  const none = { interval, replicates: new Map(), leaveOut: null, nested: null };
  return (threshold: number, resample: boolean): Statement[] => {
    const drawn = resample && population.patients > 0 ? draws() : null;
    const options = {
      thresholds: [threshold],
      curveThresholds: [],
      flexible: false,
      curveAt: noCurve,
      interval,
    };
    const resamples = drawn ? resamplesOf(population, drawn, options) : none;
    const { replicates } = resamples;
    const bootstrap = drawn?.bootstrap ?? 0;
    const context = { replicates, confidence, bootstrap, minimumEvents };
    const made = [
      ...overall,
      ...resampledStatements(population, unasked, context).filter(({ metric }) => metric === 'brier'),
      ...thresholdStatements(population, threshold, context),
      ...decisionCurveStatements(population, { model: [], treatAll: [threshold] }, context),
      flaggedStatement(population, threshold, confidence),
    ];
    if (population.patients > 0) return made;
    return made.map((one) => ({ ...one, undefinedBecause: one.undefinedBecause && 'no rows' }));
  };
}

/**
 * Opens predictions for questions: any model, cohort, site, subgroup and threshold, by the functions that made the
 * evidence. At a declared threshold, with the evidence's plan, the rows are the evidence's. Pure, so that it runs in a
 * reader's browser too.
 *
 * @throws ContractError where the attribute is not in the table
 */
export function openExplorer(
  index: PredictionIndex,
  plan: ResolvedPlan,
): (subject: ExploredSubject) => ExploredPopulation {
  let last: { readonly key: string; readonly draws: Draws } | undefined;
  return (subject) => {
    const unit = unitOf(index, subject);
    const open = openUnit(index, unit, plan);
    const key = JSON.stringify([unit.label, unit.partition, unit.site, unit.attribute]);
    const draws = () => {
      if (last?.key !== key) last = { key, draws: drawsOf(open, plan) };
      return last.draws;
    };
    const own = open.rowsOfModel.get(subject.model) ?? new Uint32Array(0);
    const rows =
      subject.attribute === null || subject.level === null
        ? own
        : rowsAt(own, attributeColumn(index.predictions, plan, subject.attribute), subject.level);
    const population = populationOf(index, rows, open.roster);
    const { patients, samples, events } = population;
    const statementsAt = rowsMaker({ population, plan, draws });
    return {
      patients,
      samples,
      events,
      cuts: (most) => cutsOf(population, most),
      confusion: (threshold) => meanConfusion(population.repeats, threshold),
      rows: (threshold, { resample }) =>
        open.write(subject.model, statementsAt(threshold, resample), {
          level: subject.level,
          patients,
          samples,
          events,
        }),
    };
  };
}
