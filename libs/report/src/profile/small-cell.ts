/** Counts of 1 to 10 patients could point to a person. */
export const largestSmall = 10;

/** Whether a count, or a mean of counts over repeats, is too small to be shown. Zero points to nobody. */
export function isSmall(count: number): boolean {
  return count > 1e-6 && count < largestSmall + 0.5;
}

/** Numbers of a group that can be read from a pack; null where it prints none. */
export interface GroupCounts {
  readonly patients: number;
  readonly events: number | null;
  readonly nonEvents: number | null;
}

export function numbersOf({ patients, events, nonEvents }: GroupCounts): readonly number[] {
  return [patients, events, nonEvents].filter((number) => number !== null);
}
