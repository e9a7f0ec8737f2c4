import type { Cohort, EvidenceIndex } from './evidence-index.ts';

const partitions: Readonly<Record<string, string>> = {
  internal: 'Internal validation (out-of-fold)',
  tuning: 'Tuning set',
  test: 'Test set',
  external: 'External validation',
};

/** `External validation`, with site and outcome where a reader could confuse two. */
export function cohortName(cohort: Cohort, evidence: Pick<EvidenceIndex, 'cohorts'>): string {
  const name =
    (Object.hasOwn(partitions, cohort.partition) && partitions[cohort.partition]) || cohort.partition;
  const site = cohort.site === null ? '' : `, ${cohort.site}`;
  const outcomes = new Set(evidence.cohorts.map((other) => other.label));
  return name + site + (outcomes.size > 1 ? `: ${cohort.label}` : '');
}
