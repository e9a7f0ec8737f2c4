/** One thing that is not as sealed, or not as recomputed. */
export interface Finding {
  /** The file of the pack, by its path within it. */
  readonly file: string;
  /** What is wrong, without any patient's values. */
  readonly problem: string;
}

/** One line a finding: `file: what is wrong`. */
export function findingLine({ file, problem }: Finding): string {
  return `${file}: ${problem}`;
}
