import type { LeakCertificate, LeakCheck } from '@raredx/tables';
import { duplicateRecords, duplicateRows } from './leak-duplicates.ts';
import { encodersOutsideTheFold } from './leak-encoders.ts';
import { outcomeAmongPredictors } from './leak-outcome.ts';
import { patientsAcrossFolds, patientsAcrossPartitions, sitesAcrossPartitions } from './leak-overlap.ts';
import type { LeakQuestion } from './leak-question.ts';

const checks: readonly ((question: LeakQuestion) => LeakCheck)[] = [
  patientsAcrossPartitions,
  sitesAcrossPartitions,
  patientsAcrossFolds,
  duplicateRows,
  duplicateRecords,
  outcomeAmongPredictors,
  encodersOutsideTheFold,
];

/**
 * Looks for ways by which what is judged could have been seen while learning. Every check looks at the rows themselves
 * and trusts no constructor. `leak` when one check finds a leak, `incomplete` when one could not be made, else `clean`;
 * a warning is for a person to read and does not change the verdict.
 */
export function leakCertificate(question: LeakQuestion): LeakCertificate {
  const done = checks.map((check) => check(question));
  const has = (verdict: LeakCheck['verdict']) => done.some((check) => check.verdict === verdict);
  return {
    verdict: has('leak') ? 'leak' : has('not_checked') ? 'incomplete' : 'clean',
    splitFingerprint: question.split?.fingerprint ?? '',
    checks: done,
  };
}
