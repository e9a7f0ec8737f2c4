import type { CaseBatch } from '@raredx/cohort';
import type { Flow, FlowStep } from '@raredx/tables';
import type { PhenotypeStudy } from './phenotype-study.ts';

type Counted = readonly [step: string, cases: number, because: string | null];

/** How the cohorts come out of the cases as read. */
export function caseFlow({ cases, leftOut }: CaseBatch, { counts, ...study }: PhenotypeStudy): Flow {
  const all = cases.length + leftOut.length;
  const shared: readonly Counted[] = [
    ['cases in the file', all, null],
    ['readable', cases.length, 'unreadable or without a finding that the ontology knows'],
    ['diagnosed and dated', counts.known, 'no diagnosis, or not in the table of dates'],
  ];
  const shots: readonly Counted[] = [
    ...shared,
    ['newest of several', counts.newest, 'other publications: these give the shots'],
    ['capped', study.newest.length, 'beyond the cap of one publication'],
  ];
  return {
    cohorts: [
      {
        cohort: 'development',
        steps: steps([
          ...shared,
          ['before the freeze', counts.early, 'later publication'],
          ['disease described', counts.earlyDescribed, 'the knowledge does not describe the disease'],
          ['not cited for it', counts.earlyFair, 'the knowledge cites the publication for this disease'],
          ['capped', study.development.length, 'beyond the cap of one publication'],
        ]),
      },
      {
        cohort: 'external',
        steps: steps([
          ...shared,
          ['after the freeze', counts.late, 'earlier publication'],
          ['disease described', counts.lateDescribed, 'the knowledge does not describe the disease'],
          ['not cited for it', study.external.length, 'the knowledge cites the publication for this disease'],
        ]),
      },
      { cohort: 'few-shot', steps: steps(shots) },
    ],
  };
}

const steps = (counted: readonly Counted[]): FlowStep[] =>
  counted.map(([step, patients, reason], at) => {
    const before = counted[at - 1]?.[1] ?? patients;
    return { step, patients, excluded: before - patients, reason: before > patients ? reason : null };
  });
