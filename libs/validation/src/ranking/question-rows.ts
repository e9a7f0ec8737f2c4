import type { EvidenceRow } from '@raredx/tables';
import { type ClusteredPlan, clusteredRow, weightedMean } from './clustered-row.ts';

/** Questions that each policy needed for a case. */
export interface QuestionedCase {
  readonly patient: string;
  readonly site: string;
  readonly needed: Readonly<Record<string, number>>;
}

/** Mean questions of each policy, and the share that the first policy saves against each other one, paired by case. */
export function questionRows(
  cases: readonly QuestionedCase[],
  { partition, most, ...plan }: ClusteredPlan & { readonly partition: string; readonly most: number },
): EvidenceRow[] {
  const [first] = cases;
  if (!first) return [];
  const [ours, ...others] = Object.keys(first.needed);
  const counts = (policy: string) => cases.map(({ needed }) => needed[policy] as number);
  const common = {
    partition,
    sites: cases.map(({ site }) => site),
    patients: cases.map(({ patient }) => patient),
    weights: new Float64Array(cases.length).fill(1),
  };
  const note = `until the truth is in the first ten; ${most + 1} where ${most} did not do`;
  const row = (policy: string, metric: string, measure: Parameters<typeof clusteredRow>[0]['measure']) =>
    clusteredRow(
      {
        ...common,
        model: `question by ${policy}`,
        metric,
        measure,
        note,
        events: (at) => counts(policy)[at] <= most,
      },
      plan,
    );
  return [
    ...[ours, ...others].map((policy) =>
      row(policy, 'questions_needed', (w) => weightedMean(counts(policy), w)),
    ),
    ...others.map((policy) =>
      row(ours, `questions_saved_against_${policy}`, (w) => {
        const [mine, theirs] = [weightedMean(counts(ours), w), weightedMean(counts(policy), w)];
        return 'value' in mine && 'value' in theirs ? { value: 1 - mine.value / theirs.value } : mine;
      }),
    ),
  ];
}
