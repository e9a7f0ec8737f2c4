import { meanReciprocalRank, topK } from '@raredx/metrics';
import type { Estimate } from '@raredx/stats';
import type { EvidenceRow, Rankings } from '@raredx/tables';
import { type CaseWeighting, caseWeightings, caseWeights } from './case-weights.ts';
import { type ClusteredPlan, clusteredRow, weightedMean } from './clustered-row.ts';
import { type RankedPopulation, rankedPopulations } from './ranked-population.ts';
import { topCalibrationError } from './top-calibration-error.ts';

export interface RankingPlan extends ClusteredPlan {
  /** The model that the others are compared with, case by case. */
  readonly baseline?: string;
  /** Cases of one site count together as this many at most in the capped figures. @default 5 */
  readonly cap?: number;
  /** Levels with fewer cases are stated as not estimable. @default 30 */
  readonly fewest?: number;
}

/** A figure of weighted cases. */
type Measure = (w: Float64Array) => Estimate;

interface Statement {
  readonly metric: string;
  readonly population: RankedPopulation;
  readonly weights: Float64Array;
  readonly measure: Measure;
  readonly attribute?: string;
  readonly level?: string;
  readonly note?: string;
}

const tops = [1, 3, 10] as const;

/** Statements about how high true candidates stand: whole cohorts, groups of cases, differences to the baseline, calibration. */
export function rankingRows(table: Rankings, plan: RankingPlan): EvidenceRow[] {
  const populations = rankedPopulations(table).filter(({ cases }) => cases.length > 0);
  return populations.flatMap((population) => {
    const rival = populations.find(
      ({ model, partition }) => model === plan.baseline && partition === population.partition,
    );
    return [
      ...wholeStatements(population, plan),
      ...groupStatements(population, plan),
      ...(rival && rival !== population ? differenceStatements(population, rival) : []),
    ].map((statement) => rowOf(statement, plan));
  });
}

const rankMeasures = ({ rank }: RankedPopulation): readonly (readonly [string, Measure])[] => [
  ...tops.map((k) => [`top_${k}`, (w: Float64Array) => topK({ rank, w }, k)] as const),
  ['mrr', (w) => meanReciprocalRank({ rank, w })],
];

function wholeStatements(population: RankedPopulation, { cap = 5 }: RankingPlan): Statement[] {
  const note = `${population.candidateCount} candidates`;
  const { topP: p, topTrue: y } = population;
  const ranked = caseWeightings.flatMap((weighting) => {
    const weights = caseWeights(weighting, { ...population, cap });
    return rankMeasures(population).map(([metric, measure]): Statement => {
      const name = named(metric, weighting);
      return { metric: name, population, weights, measure, note };
    });
  });
  const weights = caseWeights('micro', { ...population, cap });
  return [
    ...ranked,
    {
      metric: 'ece_top_1',
      population,
      weights,
      measure: (w) => topCalibrationError({ p, y, w }),
      note: '10 bins of equal mass',
    },
    { metric: 'confidence_top_1', population, weights, measure: (w) => weightedMean(p, w) },
    ...riskCoverage(population),
  ];
}

const named = (metric: string, weighting: CaseWeighting): string =>
  weighting === 'micro' ? metric : `${metric}_${weighting}`;

/** Of the surest cases, the share whose leader is right. */
function riskCoverage(population: RankedPopulation): Statement[] {
  const { topP, topTrue } = population;
  const order = Array.from(topP.keys()).sort((a, b) => topP[b] - topP[a] || a - b);
  return [0.1, 0.2, 0.3, 0.5, 0.7].map((share): Statement => {
    const kept = new Set(order.slice(0, Math.max(1, Math.round(share * order.length))));
    const weights = Float64Array.from(topP, (_, row) => (kept.has(row) ? 1 : 0));
    return {
      metric: `top_1_of_surest_${Math.round(100 * share)}_percent`,
      population,
      weights,
      measure: (w) => weightedMean(topTrue, w),
    };
  });
}

function groupStatements(population: RankedPopulation, { fewest = 30 }: RankingPlan): Statement[] {
  return Object.entries(population.attributes).flatMap(([attribute, values]) =>
    [...new Set(values)].sort().flatMap((level) => {
      const weights = Float64Array.from(values, (value) => (value === level ? 1 : 0));
      const size = values.filter((value) => value === level).length;
      const few: Estimate = { undefinedBecause: `${size} cases, fewer than ${fewest}` };
      return rankMeasures(population).map(
        ([metric, measure]): Statement => ({
          ...{ metric, population, weights, attribute, level },
          measure: size < fewest ? () => few : measure,
        }),
      );
    }),
  );
}

/** Differences on the cases that both models ranked; publications are drawn together, the same for both. */
function differenceStatements(population: RankedPopulation, rival: RankedPopulation): Statement[] {
  const place = new Map(rival.cases.map((id, at) => [id, at]));
  const shared = Float64Array.from(population.cases, (id) => (place.has(id) ? 1 : 0));
  const rank = Float64Array.from(population.cases, (id) => {
    const at = place.get(id);
    return at === undefined ? Number.POSITIVE_INFINITY : rival.rank[at];
  });
  const theirs = rankMeasures({ ...rival, rank });
  return rankMeasures(population).map(
    ([metric, measure], at): Statement => ({
      ...{
        metric: `difference:${metric}`,
        population,
        weights: shared,
        note: `against ${rival.model}, paired by case`,
      },
      measure: (w) => minus(measure(w), theirs[at][1](w)),
    }),
  );
}

const minus = (a: Estimate, b: Estimate): Estimate =>
  'value' in a ? ('value' in b ? { value: a.value - b.value } : b) : a;

function rowOf({ population, ...statement }: Statement, plan: RankingPlan): EvidenceRow {
  const { model, partition, sites, patients, rank } = population;
  const events = (row: number) => rank[row] <= 1;
  return clusteredRow({ ...statement, model, partition, sites, patients, events }, plan);
}
