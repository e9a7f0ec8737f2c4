import type { DecisionLook, EvidenceRow } from '@raredx/tables';
import { percent } from './adjusted-interval.ts';
import type { Measured } from './interval-scale.ts';
import { measured } from './measured.ts';

/** Evidence of the same predictions by the same plan, but at another confidence. */
export interface RemadeEvidence {
  readonly confidence: number;
  /** Bootstrap resamples behind its percentile intervals. */
  readonly resamples: number;
  readonly rows: readonly EvidenceRow[];
}

/** What a decision is made on beside evidence and policy. */
export interface JudgeOptions {
  /** The look at a cohort that this decision is. */
  readonly look?: DecisionLook;
  /** Where intervals cannot be carried to the levels asked for: see `confidencesToRemake`. */
  readonly remade?: readonly RemadeEvidence[];
}

/** Percentile limits so far out rest on a handful of resamples: fewer than this on each side are none. */
const fewestInTail = 5;

/** The interval of a row at the confidence asked for, from evidence remade at it. */
export function remadeInterval(
  row: Measured,
  confidence: number,
  remade: readonly RemadeEvidence[],
): { readonly lower: number; readonly upper: number } | { readonly undefinedBecause: string } | undefined {
  const there = remade.find((one) => sameConfidence(one.confidence, confidence));
  const found = there?.rows.find(({ id }) => id === row.id);
  if (!there || !found) return undefined;
  const tail = (there.resamples * (1 - confidence)) / 2;
  if (/percentile|bootstrap/.test(row.method) && tail < fewestInTail - 1e-9) {
    const needed = Math.ceil((2 * fewestInTail) / (1 - confidence) - 1e-6).toLocaleString('en-US');
    return {
      undefinedBecause: `${there.resamples.toLocaleString('en-US')} resamples are too few for the ${percent(confidence)} that the policy asks for (${needed} would do)`,
    };
  }
  const seen = measured(found);
  return 'undefinedBecause' in seen ? seen : { lower: seen.row.lower, upper: seen.row.upper };
}

export const sameConfidence = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;
