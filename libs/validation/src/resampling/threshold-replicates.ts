import type { SortedRepeat, Tally } from './tally.ts';

const everywhere = ['net_benefit', 'net_benefit_treat_all'] as const;
const declaredOnly = [
  'sensitivity',
  'specificity',
  'ppv',
  'npv',
  'lr_positive',
  'lr_negative',
  'standardised_net_benefit',
] as const;

/** Names of the columns that {@link writeThresholds} fills, from the highest threshold down. */
export function thresholdNames(options: {
  readonly thresholds: readonly number[];
  readonly curveThresholds: readonly number[];
}): string[] {
  const declared = new Set(options.thresholds);
  const cuts = [...options.thresholds, ...options.curveThresholds].sort((a, b) => b - a);
  return cuts.flatMap((t) =>
    [...everywhere, ...(declared.has(t) ? declaredOnly : [])].map((name) => `${name}@${t}`),
  );
}

/** Threshold metrics of one replicate from its cells, highest risk first; NaN or infinite where undefined. */
export function writeThresholds(
  { sorted, sums }: { readonly sorted: SortedRepeat; readonly sums: Tally },
  { cuts, declared }: { readonly cuts: readonly number[]; readonly declared: ReadonlySet<number> },
  { out, from }: { readonly out: Float64Array; readonly from: number },
): number {
  const { totalWeight: n, totalEvents: events } = sums;
  const others = n - events;
  let column = from;
  let cell = 0;
  let positive = 0;
  let found = 0;
  for (let t = cuts.length - 1; t >= 0; t--) {
    for (; cell < sorted.positiveCells[t]; cell++) {
      positive += sums.weight[cell];
      found += sums.events[cell];
    }
    const falsePositive = positive - found;
    const odds = cuts[t] / (1 - cuts[t]);
    const benefit = (found - falsePositive * odds) / n;
    out[column++] = benefit;
    out[column++] = (events - others * odds) / n;
    if (!declared.has(cuts[t])) continue;
    const sensitivity = found / events;
    const specificity = 1 - falsePositive / others;
    out[column++] = sensitivity;
    out[column++] = specificity;
    out[column++] = found / positive;
    out[column++] = (others - falsePositive) / (n - positive);
    out[column++] = sensitivity / (1 - specificity);
    out[column++] = (1 - sensitivity) / specificity;
    out[column++] = (benefit * n) / events;
  }
  return column;
}
