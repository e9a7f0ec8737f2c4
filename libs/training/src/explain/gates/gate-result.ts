/** What a sanity gate found, in the form in which a pack keeps it. */
export interface GateResult {
  readonly name: string;
  readonly passed: boolean;
  /** Null where the data cannot give it. */
  readonly statistic: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** What was asked and what came out, for a reader. */
  readonly why: string;
}

/** An explanation may be shown where it passed every gate, and at least one. */
export const admittedBy = (gates: readonly GateResult[]): boolean =>
  gates.length > 0 && gates.every(({ passed }) => passed);
