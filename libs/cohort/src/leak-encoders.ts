import type { LeakCheck } from '@raredx/tables';
import { foldRows } from './fold-rows.ts';
import { notChecked } from './leak-overlap.ts';
import type { LeakQuestion } from './leak-question.ts';
import { rowsFingerprint } from './rows-fingerprint.ts';

/**
 * Every encoder must have been fitted on the training rows of its fold, the final one on all development rows, and on
 * nothing else: means, medians and levels of held-out patients are information about them.
 */
export function encodersOutsideTheFold(question: LeakQuestion): LeakCheck {
  const check = 'encoders_outside_fold';
  const { encoders } = question;
  if (!encoders || encoders.length === 0) return notChecked(check, 'no encoders were given');
  const wanted = new Map<string, string | undefined>();
  const wrong: string[] = [];
  for (const { model, repeat, fold, fittedOn } of encoders) {
    const place = repeat < 0 ? 'the final fit' : `repeat ${repeat}, fold ${fold}`;
    if (!wanted.has(place)) wanted.set(place, expectedFingerprint(question, repeat, fold));
    const expected = wanted.get(place);
    if (expected === undefined) return notChecked(check, `the rows of ${place} are not known`);
    if (expected !== fittedOn) wrong.push(`${model} in ${place}`);
  }
  const message =
    wrong.length > 0
      ? `${wrong.length} encoders were not fitted on exactly the training rows (first: ${wrong[0]})`
      : `${encoders.length} encoders were each fitted on exactly the training rows`;
  const verdict = wrong.length > 0 ? 'leak' : 'clean';
  return { check, verdict, examined: encoders.length, offenders: wrong.length, message };
}

function expectedFingerprint(question: LeakQuestion, repeat: number, fold: number): string | undefined {
  const { cohort, partition, split } = question;
  if (repeat < 0) return partition && rowsFingerprint(cohort, partition.development);
  if (!split || repeat >= split.repeats || !(fold >= 0 && fold < split.folds)) return undefined;
  return rowsFingerprint(cohort, foldRows(split, cohort.patientId, { repeat, fold }).train);
}
