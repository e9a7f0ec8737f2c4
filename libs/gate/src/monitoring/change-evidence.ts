/**
 * `alarm-rate`: the chance of ever exceeding 1 / α is at most α. `run-length`: 1 / α is exceeded after 1 / α patients or
 * more on average.
 */
export type EvidenceMode = 'alarm-rate' | 'run-length';

export interface ChangeEvidence {
  readonly patients: number;
  readonly alternatives: number;
  /**
   * Fills in, for one patient, what a bet on each alternative multiplies its stake by; its mean must be at most 1 under the
   * null, given all patients before.
   */
  readonly ratios: (patient: number, into: Float64Array) => void;
  readonly mode: EvidenceMode;
}

/** Half of the stake bets from the first patient on, the rest on a change later: one each 50, 500, 5000 patients. */
const fromTheStart = 0.5;
const hazards = [1 / 50, 1 / 500, 1 / 5000] as const;
/** Beyond it nothing more is learnt, and products must stay finite. */
const most = 1e280;

/**
 * Evidence against the null after each patient, for a change at an unknown time: bets on each alternative, begun at each
 * time. In mode `alarm-rate` the stakes of all beginnings sum to 1, which makes an e-process (Ville: exceeding 1/α ever has
 * a chance of at most α). In mode `run-length` each beginning has a stake of its own, which makes an e-detector of
 * Shiryaev–Roberts type.
 *
 * @example changeEvidence({ patients: 2, alternatives: 1, ratios: (_, into) => into.fill(1), mode: 'alarm-rate' }) // => Float64Array.of(1, 1)
 * @see Shin J, Ramdas A, Rinaldo A (2024) E-detectors: a nonparametric framework for sequential change detection. New Engl J Stat Data Sci 2:229–260
 */
export function changeEvidence({ patients, alternatives, ratios, mode }: ChangeEvidence): Float64Array {
  const path = new Float64Array(patients);
  const begun = new Float64Array(alternatives);
  const step = new Float64Array(alternatives);
  const waiting = hazards.map(() => (1 - fromTheStart) / hazards.length);
  for (let t = 0; t < patients; t++) {
    let fresh = 1;
    if (mode === 'alarm-rate') {
      fresh = t === 0 ? fromTheStart : 0;
      for (let k = 0; k < waiting.length; k++) {
        const begins = waiting[k]! * hazards[k]!;
        fresh += begins;
        waiting[k]! -= begins;
      }
    }
    ratios(t, step);
    let total = 0;
    for (let k = 0; k < alternatives; k++) {
      begun[k] = Math.min(most, (begun[k]! + fresh) * step[k]!);
      total += begun[k]!;
    }
    path[t] = total / alternatives + (mode === 'alarm-rate' ? waiting.reduce((sum, one) => sum + one, 0) : 0);
  }
  return path;
}

/**
 * Place of the first value at or above a limit, or null.
 *
 * @example firstAbove(Float64Array.of(1, 30, 2), 20) // => 1
 */
export function firstAbove(path: Float64Array, limit: number): number | null {
  const place = path.findIndex((value) => value >= limit);
  return place < 0 ? null : place;
}
