/** What a model's risks achieve, given each sample's chance of the outcome: an estimate, or its value where chances are outcomes. */
export interface PerformanceRow {
  readonly metric:
    | 'event_rate'
    | 'auroc'
    | 'brier'
    | 'log_loss'
    | 'sensitivity'
    | 'specificity'
    | 'ppv'
    | 'npv';
  readonly threshold: number | null;
  /** Null where the denominator is empty. */
  readonly value: number | null;
}

export interface RatedSamples {
  readonly p: Float64Array;
  /** Chance of the outcome in [0, 1]; 0 or 1 where it is known. */
  readonly chance: Float64Array;
  readonly weight: Float64Array;
  /** Places by ascending p. */
  readonly order: Uint32Array;
}

/**
 * Each measure with every sample counted as an event by its chance, as a non-event by the rest (confidence-based
 * performance estimation). Log loss moves risks to 1e-15 from 0 and 1.
 *
 * @example expectedPerformance({ p: Float64Array.of(0.2, 0.8), chance: Float64Array.of(0, 1), weight: Float64Array.of(1, 1), order: Uint32Array.of(0, 1) }, [])[1] // => { metric: 'auroc', threshold: null, value: 1 }
 * @see Białek J, Kivimäki J, Kuberski W, Perrakis N (2025) Estimating model performance under covariate shift without labels. NeurIPS, arXiv 2401.08348
 */
export function expectedPerformance(
  samples: RatedSamples,
  thresholds: readonly number[],
): readonly PerformanceRow[] {
  const { p, chance, weight } = samples;
  let total = 0;
  let events = 0;
  let squares = 0;
  let logs = 0;
  for (let i = 0; i < p.length; i++) {
    const [risk, q, w] = [p[i]!, chance[i]!, weight[i]!];
    const inside = Math.min(1 - 1e-15, Math.max(1e-15, risk));
    total += w;
    events += w * q;
    squares += w * (q * (1 - risk) ** 2 + (1 - q) * risk ** 2);
    logs -= w * (q * Math.log(inside) + (1 - q) * Math.log1p(-inside));
  }
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : null);
  const overall = [
    { metric: 'event_rate', value: share(events, total) },
    { metric: 'auroc', value: expectedAuroc(samples, { events, nonEvents: total - events }) },
    { metric: 'brier', value: share(squares, total) },
    { metric: 'log_loss', value: share(logs, total) },
  ] as const;
  return [
    ...overall.map((row) => ({ ...row, threshold: null })),
    ...thresholds.flatMap((threshold) => atThreshold(samples, threshold, { total, events })),
  ];
}

function expectedAuroc(
  { p, chance, weight, order }: RatedSamples,
  { events, nonEvents }: { readonly events: number; readonly nonEvents: number },
): number | null {
  if (!(events > 0 && nonEvents > 0)) return null;
  let pairs = 0;
  let below = 0;
  for (let from = 0; from < order.length; ) {
    let positive = 0;
    let negative = 0;
    const risk = p[order[from]!]!;
    for (; from < order.length && p[order[from]!] === risk; from++) {
      const row = order[from]!;
      positive += weight[row]! * chance[row]!;
      negative += weight[row]! * (1 - chance[row]!);
    }
    pairs += positive * (below + negative / 2);
    below += negative;
  }
  return Math.min(1, pairs / (events * nonEvents));
}

function atThreshold(
  { p, chance, weight }: RatedSamples,
  threshold: number,
  { total, events }: { readonly total: number; readonly events: number },
): readonly PerformanceRow[] {
  let flagged = 0;
  let hit = 0;
  for (let i = 0; i < p.length; i++) {
    if (p[i]! < threshold) continue;
    flagged += weight[i]!;
    hit += weight[i]! * chance[i]!;
  }
  const share = (part: number, whole: number) => (whole > 0 ? Math.min(1, Math.max(0, part / whole)) : null);
  const quietNonEvents = total - flagged - (events - hit);
  return [
    { metric: 'sensitivity', threshold, value: share(hit, events) },
    { metric: 'specificity', threshold, value: share(quietNonEvents, total - events) },
    { metric: 'ppv', threshold, value: share(hit, flagged) },
    { metric: 'npv', threshold, value: share(quietNonEvents, total - flagged) },
  ];
}
