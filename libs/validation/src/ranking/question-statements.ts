import { type ClusteredStatement, meanOf, type SummedMeasure } from './clustered-row.ts';
import type { TrialPopulation } from './trial-population.ts';

type Statement = Omit<ClusteredStatement, 'model' | 'partition' | 'sites' | 'patients' | 'label'>;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Questions of one policy: their mean, the share of cases that arrive, and what is saved against other policies. Over the cases
 * whose record suffices (group `sufficient`) where there are such, and over all.
 */
export function questionStatements(
  population: TrialPopulation,
  rivals: readonly TrialPopulation[],
  most: number,
): Statement[] {
  const { groups } = population;
  const sufficient = Float64Array.from(groups, (group) => (group === 'sufficient' ? 1 : 0));
  const every = new Float64Array(groups.length).fill(1);
  const capped = ({ values }: TrialPopulation) =>
    Float64Array.from(values, (own) => mean(own.map((asked) => Math.min(asked, most + 1))));
  const events = (row: number) => population.values[row].some(Number.isFinite);
  const subsets = [
    ...(sufficient.some((one) => one === 1)
      ? [
          {
            weights: sufficient,
            group: { attribute: 'record', level: 'sufficient' },
            note: 'questions until the truth is among the first ten; cases whose whole record puts it there',
          },
        ]
      : []),
    {
      weights: every,
      group: {},
      note: `questions until the truth is among the first ten; ${most + 1} where it never is`,
    },
  ];
  return subsets.flatMap(({ weights, group, note }) => {
    const about = { ...group, weights, note, events };
    return [
      { ...about, metric: 'questions_needed', measure: meanOf(capped(population)) },
      {
        ...{ ...about, metric: 'questions_arrived', note: 'share of cases that arrive' },
        measure: meanOf(
          population.values.map((own) => mean(own.map((asked) => (Number.isFinite(asked) ? 1 : 0)))),
        ),
      },
      ...rivals.map((rival) => ({
        ...{ ...about, metric: 'questions_saved', suffix: `:${rival.model}` },
        note: `${population.model} against ${rival.model}, the same starts; 1 − ratio of mean questions; ${note}`,
        measure: saved(capped(population), theirsOf(population, rival, capped(rival))),
      })),
    ];
  });
}

const keyAt = ({ cases, groups }: TrialPopulation, row: number) => `${cases[row]}:${groups[row]}`;

function theirsOf(population: TrialPopulation, rival: TrialPopulation, counts: Float64Array): Float64Array {
  const place = new Map(rival.cases.map((_, at) => [keyAt(rival, at), at]));
  return Float64Array.from(
    population.cases,
    (_, row) => counts[place.get(keyAt(population, row)) ?? -1] ?? 0,
  );
}

const saved = (ours: Float64Array, theirs: Float64Array): SummedMeasure => ({
  columns: [ours, theirs],
  of: ([mine, other]) =>
    (other as number) > 0
      ? { value: 1 - (mine as number) / (other as number) }
      : { undefinedBecause: 'no rows' },
});
