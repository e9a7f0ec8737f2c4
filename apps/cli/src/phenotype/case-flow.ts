import type { CaseBatch } from '@raredx/cohort';
import type { Flow, FlowStep } from '@raredx/tables';
import type { PhenotypeStudy } from './phenotype-study.ts';

type Counted = readonly [step: string, cases: number, because: string | null];

/** How the cohorts come out of the cases as read. */
export function caseFlow({ cases, leftOut }: CaseBatch, { counts, ...study }: PhenotypeStudy): Flow {
  const all = cases.length + leftOut.length;
  const shared: readonly Counted[] = [
    ['cases in the file', all, null],
    ['readable, with a finding', cases.length, 'unreadable or without a finding that the ontology knows'],
    [
      'with a diagnosis and a date of publication',
      counts.known,
      'no diagnosis, or not in the table of dates',
    ],
  ];
  const shots: readonly Counted[] = [
    ...shared,
    [
      'newest publication of a disease that has several',
      counts.newest,
      'other publications: these give the shots',
    ],
    ['at most so many a publication', study.newest.length, 'beyond the cap of one publication'],
  ];
  return {
    cohorts: [
      {
        cohort: 'development',
        steps: steps([
          ...shared,
          ['published before the freeze', counts.early, 'later publication'],
          ['disease described by the knowledge', counts.earlyDescribed, 'disease not described'],
          [
            'own publication not cited by the knowledge',
            counts.earlyFair,
            'the knowledge cites it for this disease',
          ],
          ['at most so many a publication', study.development.length, 'beyond the cap of one publication'],
        ]),
      },
      {
        cohort: 'external',
        steps: steps([
          ...shared,
          ['published after the freeze', counts.late, 'earlier publication'],
          ['disease described by the knowledge', counts.lateDescribed, 'disease not described'],
          [
            'own publication not cited by the knowledge',
            study.external.length,
            'the knowledge cites it for this disease',
          ],
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
