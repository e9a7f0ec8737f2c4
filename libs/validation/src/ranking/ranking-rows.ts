import type { Estimate } from '@raredx/stats';
import type { EvidenceRow, Rankings } from '@raredx/tables';
import { type CaseWeighting, caseWeightings, caseWeights } from './case-weights.ts';
import {
  type ClusteredPlan,
  type ClusteredStatement,
  clusteredRow,
  meanOf,
  type SummedMeasure,
  type WeightedMeasure,
} from './clustered-row.ts';
import { sexGap } from './group-gap.ts';
import { candidatesSaid, rankMeasures } from './rank-measures.ts';
import { type RankedPopulation, rankedPopulations } from './ranked-population.ts';
import { topCalibrationError } from './top-calibration-error.ts';

/** Two models on the same cases. */
export interface RankingComparison {
  readonly model: string;
  readonly against: string;
}

export interface RankingPlan extends ClusteredPlan {
  readonly comparisons: readonly RankingComparison[];
  /** Models that are judged by group of external cases, and by calibration, capped and macro figures. */
  readonly fully: readonly string[];
  /** Cases of one site count together as this many at most in the capped figures. @default 5 */
  readonly cap?: number;
  /** Levels with fewer cases are stated as not estimable. @default 30 */
  readonly fewest?: number;
}

type Statement = Omit<ClusteredStatement, 'model' | 'partition' | 'sites' | 'patients' | 'events'>;

/** Statements about how high true candidates stand: whole cohorts, groups of cases, differences between models, calibration. */
export function rankingRows(table: Rankings, plan: RankingPlan): EvidenceRow[] {
  const populations = rankedPopulations(table).filter(({ cases }) => cases.length > 0);
  return populations.flatMap((population) => {
    const { model, partition } = population;
    const full = plan.fully.includes(model);
    const rivals = plan.comparisons.flatMap(({ model: ours, against }) =>
      ours === model
        ? populations.filter((other) => other.model === against && other.partition === partition)
        : [],
    );
    const statements = [
      ...(full ? caseWeightings : (['micro'] as const)).flatMap((weighting) =>
        rankStatements(population, weighting, plan),
      ),
      ...(full ? [...calibrationStatements(population), ...riskCoverage(population)] : []),
      ...(full && partition === 'external' ? groupStatements(population, plan) : []),
      ...rivals.flatMap((rival) => differenceStatements(population, rival)),
    ];
    return statements.map((statement) => rowOf(population, statement, plan));
  });
}

const measured = ({ rank }: RankedPopulation, of: (rank: number) => number): SummedMeasure =>
  meanOf(rank.map(of));

const named = (metric: string, weighting: CaseWeighting): string =>
  weighting === 'micro' ? metric : `${metric}_${weighting}`;

function rankStatements(
  population: RankedPopulation,
  weighting: CaseWeighting,
  { cap = 5 }: RankingPlan,
): Statement[] {
  const weights = caseWeights(weighting, { ...population, cap });
  const note = candidatesSaid(population.candidateCount);
  return rankMeasures.map(([metric, of]) => ({
    ...{ metric: named(metric, weighting), weights, note },
    measure: measured(population, of),
  }));
}

const everyCase = ({ cases }: RankedPopulation) => new Float64Array(cases.length).fill(1);

function calibrationStatements(population: RankedPopulation): Statement[] {
  const { topP: p, topTrue: y, candidateCount } = population;
  const weights = everyCase(population);
  const measure: WeightedMeasure = (w) => topCalibrationError({ p, y, w });
  const said = candidatesSaid(candidateCount);
  return [
    {
      ...{ metric: 'ece_top_1', weights, measure, interval: false },
      note: `10 bins of equal mass; no interval, as resamples make it larger; ${said}`,
    },
    { metric: 'confidence_top_1', weights, measure: meanOf(p), note: said },
    {
      ...{ metric: 'overconfidence_top_1', weights, note: said },
      measure: meanOf(p.map((value, row) => value - y[row])),
    },
    ...reliability(population),
  ];
}

/** Share of right leaders in fifths of their probability, with the mean probability as abscissa. */
function reliability({ topP, topTrue, candidateCount }: RankedPopulation): Statement[] {
  const order = Array.from(topP.keys()).sort((a, b) => topP[a] - topP[b] || a - b);
  return Array.from({ length: 5 }, (_, fifth): Statement => {
    const own = order.slice((fifth * order.length) / 5, ((fifth + 1) * order.length) / 5);
    const weights = new Float64Array(topP.length);
    for (const row of own) weights[row] = 1;
    const mean = own.reduce((sum, row) => sum + topP[row], 0) / Math.max(1, own.length);
    return {
      ...{ metric: 'reliability_top_1', weights, threshold: Number(mean.toPrecision(3)) },
      ...{ measure: meanOf(topTrue), note: candidatesSaid(candidateCount), suffix: ` fifth ${fifth + 1}` },
    };
  });
}

/** Of the surest cases, the share whose leader is right. */
function riskCoverage(population: RankedPopulation): Statement[] {
  const { topP, topTrue, candidateCount } = population;
  const order = Array.from(topP.keys()).sort((a, b) => topP[b] - topP[a] || a - b);
  return [0.1, 0.2, 0.3, 0.5, 0.7, 1].map((threshold): Statement => {
    const weights = new Float64Array(topP.length);
    for (const row of order.slice(0, Math.max(1, Math.round(threshold * order.length)))) weights[row] = 1;
    const note = candidatesSaid(candidateCount);
    return { metric: 'top_1_of_surest', weights, threshold, measure: meanOf(topTrue), note };
  });
}

function groupStatements(population: RankedPopulation, { fewest = 30 }: RankingPlan): Statement[] {
  const note = candidatesSaid(population.candidateCount);
  const levels = Object.entries(population.attributes).flatMap(([attribute, values]) =>
    [...new Set(values)].sort().flatMap((level) => {
      const weights = Float64Array.from(values, (value) => (value === level ? 1 : 0));
      const size = values.filter((value) => value === level).length;
      const few: Estimate = { undefinedBecause: `${size} cases, fewer than ${fewest}` };
      return rankMeasures.map(
        ([metric, of]): Statement => ({
          ...{ metric, weights, attribute, level, note },
          measure: size < fewest ? () => few : measured(population, of),
        }),
      );
    }),
  );
  return [...levels, ...sexGap(population, note)];
}

/** Differences on the cases that both models ranked; publications are drawn together, the same for both. */
function differenceStatements(population: RankedPopulation, rival: RankedPopulation): Statement[] {
  const place = new Map(rival.cases.map((id, at) => [id, at]));
  const weights = Float64Array.from(population.cases, (id) => (place.has(id) ? 1 : 0));
  const theirs = population.cases.map((id) => rival.rank[place.get(id) ?? -1] ?? 1);
  const note = `${population.model} minus ${rival.model}, on the same cases; ${candidatesSaid(population.candidateCount)}`;
  return rankMeasures.map(([metric, of]) => ({
    ...{ metric: `difference:${metric}`, weights, note, suffix: `:${rival.model}` },
    measure: meanOf(population.rank.map((rank, row) => of(rank) - of(theirs[row]))),
  }));
}

function rowOf(population: RankedPopulation, statement: Statement, plan: RankingPlan): EvidenceRow {
  const { model, partition, sites, patients, rank } = population;
  const events = (row: number) => rank[row] <= 1;
  return clusteredRow({ ...statement, model, partition, sites, patients, events }, plan);
}
