import { createRandom } from '@raredx/stats';
import { closedForms, type Limits, prepared } from './closed-forms.ts';
import { drawSample, type Population } from './population.ts';
import { truths } from './truth.ts';
import { ownBootstraps, validatedLimits, validatedMetrics } from './validated.ts';

/** Changing it changes every number of the certificate. */
export const seed = 'interval coverage';

export type Kind = 'closed form' | 'as validated';

/** How many data sets a cell has: a validated one costs a bootstrap. */
export const sampleCount: Readonly<Record<Kind, number>> = { 'closed form': 4000, 'as validated': 400 };

/** One interval procedure in one population. */
export interface Cell {
  readonly metric: string;
  readonly procedure: string;
  readonly n: number;
  readonly prevalence: number;
  readonly samples: number;
  readonly defined: number;
  /** Intervals that hold the truth, and those that lie wholly above or below it. */
  readonly covered: number;
  readonly above: number;
  readonly below: number;
  /** Of the defined intervals; 3 digits. Null where there are none. */
  readonly medianWidth: number | null;
  /** The commonest reason for no interval, and how often. */
  readonly undefinedBecause: string | null;
  readonly undefinedThus: number;
}

export interface Unit extends Population {
  readonly kind: Kind;
}

interface Held {
  covered: number;
  above: number;
  below: number;
  readonly widths: number[];
  readonly reasons: Map<string, number>;
}

function record(held: Held, limits: Limits, truth: number): void {
  if ('undefinedBecause' in limits) {
    held.reasons.set(limits.undefinedBecause, (held.reasons.get(limits.undefinedBecause) ?? 0) + 1);
    return;
  }
  held.widths.push(limits.upper - limits.lower);
  if (limits.lower > truth) held.above++;
  else if (limits.upper < truth) held.below++;
  else held.covered++;
}

function median(widths: number[]): number | null {
  const middle = widths.sort((a, b) => a - b)[Math.floor(widths.length / 2)];
  return middle === undefined ? null : Number(middle.toPrecision(3));
}

function procedures(kind: Kind): { readonly metric: string; readonly procedure: string }[] {
  if (kind === 'closed form') return closedForms.map(({ metric, procedure }) => ({ metric, procedure }));
  const given = validatedMetrics.map(({ metric }) => ({
    metric,
    procedure: 'as `raredx validate` gives it',
  }));
  const own = ownBootstraps.map(({ metric }) => ({ metric, procedure: 'percentile bootstrap' }));
  return [...given, ...own];
}

/** All procedures of one kind on the same samples of one population. */
export function simulateCell({ kind, n, prevalence }: Unit): Cell[] {
  const truth = truths(prevalence);
  const random = createRandom(seed).fork(kind).fork(n).fork(prevalence);
  const made = procedures(kind);
  const held = made.map((): Held => ({ covered: 0, above: 0, below: 0, widths: [], reasons: new Map() }));
  const samples = sampleCount[kind];
  for (let s = 0; s < samples; s++) {
    const sample = drawSample(random.fork(s), { n, prevalence });
    const ready = kind === 'closed form' ? prepared(sample, prevalence) : undefined;
    const limits = ready
      ? closedForms.map((procedure) => procedure.limits(ready))
      : [...validatedLimits(sample, prevalence, s), ...ownBootstraps.map((own) => own.limits(sample, s))];
    limits.forEach((one, k) => {
      record(held[k]!, one, truth[made[k]!.metric]!);
    });
  }
  return made.map((procedure, k) => {
    const { covered, above, below, widths, reasons } = held[k]!;
    const [reason, times] = [...reasons].sort((a, b) => b[1] - a[1])[0] ?? [null, 0];
    const counts = { samples, defined: widths.length, covered, above, below };
    const rest = { medianWidth: median(widths), undefinedBecause: reason, undefinedThus: times };
    return { ...procedure, n, prevalence, ...counts, ...rest };
  });
}
