import type { FittedTask } from '@raredx/training';
import type { FoldEncoder } from './fold-parts.ts';

/** What a fold's patients are told: the fit's risks, or their mean over the completed data sets. */
export interface AveragedFit {
  readonly fit: string;
  readonly repeat: number;
  readonly fold: number;
  readonly judge: Uint32Array;
  /** One array a draw of shots. */
  readonly risks: readonly Float64Array[];
  readonly notes: readonly string[];
}

/** One a fold, in the order of the encoders; `fitted[i]` belongs to `encoders[i]`. */
export function averagedFits(
  encoders: readonly FoldEncoder[],
  fitted: readonly FittedTask[],
): readonly AveragedFit[] {
  const folds = new Map<string, number[]>();
  for (const [at, { fit }] of encoders.entries()) folds.set(fit, [...(folds.get(fit) ?? []), at]);
  return [...folds].map(([fit, members]) => {
    const { repeat, fold, judge } = encoders[members[0] as number] as FoldEncoder;
    const fits = members.map((at) => fitted[at] as FittedTask);
    return {
      ...{ fit, repeat, fold, judge },
      risks: (fits[0] as FittedTask).risks.map((_, draw) =>
        meanOf(fits.map(({ risks }) => risks[draw] as Float64Array)),
      ),
      notes: [
        ...new Set(
          members.flatMap((at) => [
            ...(encoders[at] as FoldEncoder).encoder.notes,
            ...(fitted[at] as FittedTask).notes,
          ]),
        ),
      ],
    };
  });
}

function meanOf(risks: readonly Float64Array[]): Float64Array {
  const [only] = risks;
  if (risks.length === 1 && only) return only;
  return Float64Array.from(
    only ?? [],
    (_, row) => risks.reduce((sum, each) => sum + (each[row] as number), 0) / risks.length,
  );
}
