/** Counts of 1 to 10 patients could point to a person. */
export const largestSmall = 10;

/** Whether a count, or a mean of counts over repeats, is too small to be shown. Zero points to nobody. */
export function isSmall(count: number): boolean {
  return count > 1e-6 && count < largestSmall + 0.5;
}

/** Numbers of a group that can be read from a pack; null where it prints none. */
export interface GroupCounts {
  readonly patients: number;
  /** Patients with the event. */
  readonly events: number | null;
  /** Patients without it. */
  readonly nonEvents: number | null;
  /** Samples less patients with the event: another number to a reader only where patients have several samples. */
  readonly otherSamples?: number | null;
  /** Patients who are never in the group: no other group's number only where a patient can be in several. */
  readonly outside?: number;
}

/** As few as there can be: what is not known is taken for small. */
const perhapsFew = 1;

/** Where every patient had the event, some samples may still be without: nothing says how few. */
const isUnknown = ({ nonEvents, otherSamples }: GroupCounts) => nonEvents === 0 && (otherSamples ?? 0) > 0;

export function numbersOf(counts: GroupCounts): readonly number[] {
  const { patients, events, nonEvents, otherSamples = null, outside = null } = counts;
  const known = [patients, events, nonEvents, otherSamples, outside].filter((number) => number !== null);
  return isUnknown(counts) ? [...known, perhapsFew] : known;
}
