import type { AveragedFit } from './averaged-fits.ts';

/** Risks of one fit: for each draw of shots (one, but for few-shot learners), one number a judged row. */
export interface FitCheckpoint {
  readonly id: string;
  readonly repeat: number;
  readonly fold: number;
  readonly judge: readonly number[];
  readonly risks: readonly (readonly number[])[];
  readonly notes: readonly string[];
}

/** JSON keeps every bit of a double: the shortest text that reads back to it. */
export function encodeCheckpoint(fits: readonly AveragedFit[]): string {
  const kept = fits.map(
    ({ fit, repeat, fold, judge, risks, notes }): FitCheckpoint => ({
      ...{ id: fit, repeat, fold, judge: Array.from(judge) },
      risks: risks.map((each) => Array.from(each)),
      notes,
    }),
  );
  return `${JSON.stringify(kept)}\n`;
}

export function decodeCheckpoint(text: string): readonly FitCheckpoint[] {
  return JSON.parse(text) as FitCheckpoint[];
}
