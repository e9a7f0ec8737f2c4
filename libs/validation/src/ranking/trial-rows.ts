import { auroc } from '@raredx/metrics';
import type { EvidenceRow, Trials } from '@raredx/tables';
import { caseWeights } from './case-weights.ts';
import { type ClusteredPlan, type ClusteredStatement, clusteredRow, meanOf } from './clustered-row.ts';
import { questionStatements } from './question-statements.ts';
import { candidatesSaid, rankMeasures } from './rank-measures.ts';
import type { RankingComparison } from './ranking-rows.ts';
import { type TrialPopulation, trialPopulations } from './trial-population.ts';

export interface TrialPlan extends ClusteredPlan {
  /** For ranks and for questions; a comparison is made under every condition that holds both models. */
  readonly trials: readonly RankingComparison[];
  /** A case that never arrives counts as this many questions and one more. */
  readonly mostQuestions: number;
}

/** Statements about few-shot ranks, questions needed and unknown diseases. */
export function trialRows(table: Trials, plan: TrialPlan): EvidenceRow[] {
  const populations = trialPopulations(table);
  return populations.flatMap((population) => {
    const { measure, model, condition, partition } = population;
    const rivals = plan.trials.flatMap(({ model: ours, against }) =>
      populations.filter(
        (other) =>
          ours === model &&
          other.model === against &&
          other.measure === measure &&
          other.condition === condition &&
          other.partition === partition,
      ),
    );
    if (measure === 'unknown_score') return [unknownRow(population, plan)];
    const statements =
      measure === 'rank'
        ? rankStatements(population, rivals)
        : questionStatements(population, rivals, plan.mostQuestions);
    return statements.map((statement) => clusteredRow({ ...aboutOf(population), ...statement }, plan));
  });
}

const aboutOf = ({ model, partition, sites, patients, condition }: TrialPopulation) => ({
  ...{ model, partition, sites, patients },
  label: `diagnosis, ${condition}`,
});

type Statement = Omit<ClusteredStatement, keyof ReturnType<typeof aboutOf>>;

const drawnSaid = (candidates: number, draws: number): string =>
  `${candidatesSaid(candidates)}${draws > 1 ? `; mean of ${draws} draws` : ''}`;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean of a case's draws: the cases are few, their draws repeat them. */
const perCase = ({ values }: TrialPopulation, of: (rank: number) => number): Float64Array =>
  Float64Array.from(values, (own) => mean(own.map(of)));

function rankStatements(population: TrialPopulation, rivals: readonly TrialPopulation[]): Statement[] {
  const { cases, sites, diseases, candidateCount, draws, groups, values } = population;
  const said = drawnSaid(candidateCount, draws);
  const events = (row: number) => values[row].some((rank) => rank <= 1);
  const every = new Float64Array(cases.length).fill(1);
  const macro = caseWeights('macro', { sites, diseases, cap: 1 });
  const levels = [...new Set(groups)].sort();
  const subsets = [
    { weights: every, group: {} },
    ...(levels.length < 2
      ? []
      : levels.map((level) => ({
          weights: Float64Array.from(groups, (group) => (group === level ? 1 : 0)),
          group: { attribute: 'shots', level },
        }))),
  ];
  return [
    ...subsets.flatMap(({ weights, group }) => [
      ...rankMeasures.map(([metric, of]) => ({
        ...{ metric, weights, ...group, note: said, events },
        measure: meanOf(perCase(population, of)),
      })),
      ...rivals.flatMap((rival) => differences(population, rival, { weights, group, note: said, events })),
    ]),
    ...rankMeasures.map(([metric, of]) => ({
      ...{ metric: `${metric}_macro`, weights: macro, note: said, events },
      measure: meanOf(perCase(population, of)),
    })),
  ];
}

function differences(
  population: TrialPopulation,
  rival: TrialPopulation,
  {
    weights,
    group,
    ...rest
  }: Pick<Statement, 'weights' | 'note' | 'events'> & {
    readonly group: { readonly attribute?: string; readonly level?: string };
  },
): Statement[] {
  const place = new Map(rival.cases.map((id, at) => [id, at]));
  const theirs = population.cases.map((id) => rival.values[place.get(id) ?? -1] ?? [1]);
  const both = weights.map((w, row) => (place.has(population.cases[row]) ? w : 0));
  // a control may have been drawn fewer times: then the draws that both have are compared
  const draws = Math.min(population.draws, rival.draws);
  const said = drawnSaid(population.candidateCount, draws);
  const note = `${population.model} minus ${rival.model}, on the same cases; ${said}`;
  return rankMeasures.map(([metric, of]) => ({
    ...{ ...rest, ...group, metric: `difference:${metric}`, weights: both, note, suffix: `:${rival.model}` },
    measure: meanOf(
      population.values.map(
        (own, row) => mean(own.slice(0, draws).map(of)) - mean(theirs[row].slice(0, draws).map(of)),
      ),
    ),
  }));
}

function unknownRow(population: TrialPopulation, plan: TrialPlan): EvidenceRow {
  const y = Uint8Array.from(population.groups, (group) => (group === 'undescribed' ? 1 : 0));
  const p = Float64Array.from(population.values, ([score]) => score as number);
  return clusteredRow(
    {
      ...aboutOf(population),
      label: undefined,
      ...{ metric: 'open_set_auroc', weights: new Float64Array(y.length).fill(1) },
      measure: (w) => auroc({ y, p, w }),
      events: (row) => y[row] === 1,
      note: `cases of undescribed diseases against those of described ones; ${candidatesSaid(population.candidateCount)}`,
    },
    plan,
  );
}
