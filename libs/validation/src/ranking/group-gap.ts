import type { ClusteredStatement } from './clustered-row.ts';
import { rankMeasures } from './rank-measures.ts';
import type { RankedPopulation } from './ranked-population.ts';

type Gap = Pick<ClusteredStatement, 'metric' | 'weights' | 'measure' | 'attribute' | 'level' | 'note'>;

const [first, second] = ['female', 'male'] as const;

/** How much better the truth stands in female than in male cases: the one pair of groups that is named beforehand. */
export function sexGap({ rank, attributes }: RankedPopulation, note: string): Gap[] {
  const { sex } = attributes;
  if (!sex?.includes(first) || !sex.includes(second)) return [];
  const [own, other] = [first, second].map((level) =>
    Float64Array.from(sex, (value) => (value === level ? 1 : 0)),
  ) as [Float64Array, Float64Array];
  return rankMeasures.map(([metric, of]) => {
    const value = rank.map(of);
    return {
      ...{ metric: `difference:${metric}`, attribute: 'sex', level: `${first} vs ${second}`, note },
      weights: own.map((one, row) => one + other[row]),
      measure: {
        columns: [
          own,
          own.map((one, row) => one * value[row]),
          other,
          other.map((one, row) => one * value[row]),
        ],
        of: ([n, sum, m, rest]: readonly number[]) =>
          n > 0 && m > 0 ? { value: sum / n - rest / m } : { undefinedBecause: 'one of the groups is empty' },
      },
    };
  });
}
