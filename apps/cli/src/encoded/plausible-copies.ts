import { type DuplicatePair, groupDuplicates } from '@raredx/cohort';

/** Patients that copies of one picture may stand under before they are likenesses. */
const mostPatients = 10;
/** Share of pictures that may have a near copy before near copies are likenesses. */
const mostPictures = 0.2;

interface PlausibleCopies {
  readonly pairs: readonly DuplicatePair[];
  /** Near pairs that are set aside. */
  readonly likenesses: number;
}

/**
 * The pairs that may be copies. Copies of a picture are few; cells of one kind, small and in one pose, look alike by the
 * dozen, and taken for copies they would chain all patients into one, from whom nothing can be learned. Exact copies are
 * always copies.
 */
export function plausibleCopies(
  patients: readonly string[],
  pairs: readonly DuplicatePair[],
): PlausibleCopies {
  const near = pairs.filter(({ kind }) => kind === 'near');
  const touched = new Set(near.flatMap(({ first, second }) => [first, second])).size;
  if (touched > mostPictures * patients.length && touched > mostPatients) {
    return { pairs: pairs.filter(({ kind }) => kind === 'exact'), likenesses: near.length };
  }
  const units = groupDuplicates(patients, pairs);
  const joined = new Map<string, Set<string>>();
  units.forEach((unit, row) => {
    const own = joined.get(unit) ?? new Set();
    joined.set(unit, own.add(patients[row] as string));
  });
  const kept = pairs.filter(
    ({ kind, first }) => kind === 'exact' || (joined.get(units[first] as string)?.size ?? 0) <= mostPatients,
  );
  return { pairs: kept, likenesses: pairs.length - kept.length };
}
