import type { FittedTask } from '@raredx/training';
import type { FoldEncoder } from './fold-encoders.ts';

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
export function encodeCheckpoint(encoders: readonly FoldEncoder[], fitted: readonly FittedTask[]): string {
  const fits: FitCheckpoint[] = fitted.map((one, at) => {
    const { repeat, fold, judge, encoder } = encoders[at] as FoldEncoder;
    return {
      id: one.id,
      repeat,
      fold,
      judge: Array.from(judge),
      risks: one.risks.map((risks) => Array.from(risks)),
      notes: [...encoder.notes, ...one.notes],
    };
  });
  return `${JSON.stringify(fits)}\n`;
}

export function decodeCheckpoint(text: string): readonly FitCheckpoint[] {
  return JSON.parse(text) as FitCheckpoint[];
}
