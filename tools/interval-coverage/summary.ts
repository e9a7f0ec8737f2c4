import type { Cell } from './simulate-cell.ts';

/** Share of the defined intervals that hold the truth; undefined where too few are defined to say. */
export function coverageOf({ covered, defined, samples }: Cell): number | undefined {
  return defined >= leastDefined(samples) ? covered / defined : undefined;
}

/** Fewer defined intervals than this share of the samples, and coverage is one of unusual samples. */
export const leastShare = 0.05;

const leastDefined = (samples: number) => leastShare * samples;

/** Monte Carlo standard error of a share. */
export const monteCarloError = (share: number, count: number) => Math.sqrt((share * (1 - share)) / count);

/** Error of a share of `count` samples at the nominal coverage, for judging a whole table. */
export const nominalError = (count: number, confidence: number) => monteCarloError(confidence, count);

export interface Group {
  readonly metric: string;
  readonly procedure: string;
  readonly cells: readonly Cell[];
}

/** Cells by metric and procedure, in their order. */
export function groups(cells: readonly Cell[]): Group[] {
  const found = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = `${cell.metric}\0${cell.procedure}`;
    found.set(key, [...(found.get(key) ?? []), cell]);
  }
  return [...found.values()].map((all) => {
    const { metric, procedure } = all[0]!;
    return { metric, procedure, cells: all };
  });
}
