import type { LeakCheck } from '@raredx/tables';
import type { DuplicatePair } from './find-duplicate-images.ts';
import type { ImageRow } from './image-cohort.ts';

/** What the checks look at. */
export interface DuplicateQuestion {
  readonly rows: readonly Pick<ImageRow, 'label' | 'patient'>[];
  /** Of these rows: see `findDuplicateImages`. */
  readonly pairs: readonly DuplicatePair[];
  /**
   * For each resample, the side of every row: its fold, or 0 for development and 1 for the external test. Left out:
   * copies are counted and warned of, but where they would lie is not known.
   */
  readonly sides?: readonly ArrayLike<number>[];
}

/**
 * Two checks for the leak certificate: pictures of which every pixel is the same, and near copies. A copy on the other
 * side of a split is a leak; a copy under another patient, or with another label, is a warning.
 */
export function duplicateImageChecks(question: DuplicateQuestion): readonly LeakCheck[] {
  return [checked(question, 'exact', 'duplicate_images'), checked(question, 'near', 'near_duplicate_images')];
}

function checked(
  { rows, pairs, sides }: DuplicateQuestion,
  kind: DuplicatePair['kind'],
  check: string,
): LeakCheck {
  const found = pairs.filter((pair) => pair.kind === kind);
  const images = new Set(found.flatMap(({ first, second }) => [first, second])).size;
  const count = (test: (pair: DuplicatePair) => boolean) => found.filter(test).length;
  const torn = count(({ first, second }) => sides?.some((side) => side[first] !== side[second]) === true);
  const patients = count(({ first, second }) => rows[first]?.patient !== rows[second]?.patient);
  const labels = count(({ first, second }) => rows[first]?.label !== rows[second]?.label);
  const noun =
    kind === 'exact' ? 'the same pixels as another' : 'near copies (mirrored, cropped, re-encoded)';
  const facts = [
    `${images} pictures in ${found.length} pairs have ${noun}`,
    ...(patients > 0 ? [`${patients} pairs are of different patients`] : []),
    ...(labels > 0 ? [`${labels} pairs have different labels`] : []),
    ...(torn > 0 ? [`${torn} pairs lie on both sides of a split`] : []),
  ];
  return {
    check,
    verdict: torn > 0 ? 'leak' : patients + labels > 0 ? 'warning' : 'clean',
    examined: rows.length,
    offenders: torn > 0 ? torn : images,
    message: found.length === 0 ? `no picture has ${noun}` : facts.join('; '),
  };
}
