import { auprc, brier, brierScaled, type CalibrationDistances, logLoss } from '@raredx/metrics';
import type { Estimate } from '@raredx/stats';
import { meanOverRepeats, repeatsText } from '../population/mean-over-repeats.ts';
import type { Population } from '../population/population.ts';
import { bootstrapLimits } from '../resampling/bootstrap-limits.ts';
import { holdsBothOutcomes } from '../resampling/patient-draws.ts';
import { failedNote } from '../resampling/percentile-limits.ts';
import type { Replicates } from '../resampling/replicates.ts';
import { type IntervalKind, percentileOnly, type Resamples } from '../resampling/resamples.ts';
import { auprcLimits } from './auprc-limits.ts';
import { type Statement, statement } from './statement.ts';

const overall = [auprc, brier, brierScaled, logLoss];
const flexible = ['ici', 'e50', 'e90', 'emax', 'eci'] as const;

export interface ResampledContext {
  readonly replicates: Replicates;
  /** With what other than percentile limits need. @default percentile limits of the replicates */
  readonly resamples?: Resamples;
  readonly confidence: number;
  readonly bootstrap: number;
  /** Fewer events or non-events, and a flexible curve is exploratory. */
  readonly minimumEvents: number;
}

const intervalNames = { percentile: 'percentile', bca: 'BCa', studentised: 'studentised' } as const;

/** How the patients were drawn. */
export function bootstrapText(
  population: Population,
  bootstrap: number,
  interval: IntervalKind = 'percentile',
): string {
  const both = holdsBothOutcomes(population) ? ', each with both outcomes' : '';
  return `patient bootstrap, ${intervalNames[interval]}, ${bootstrap} resamples${both}${repeatsText(population)}`;
}

/** Why the flexible curve of this population is to be read with caution; null where it is not. */
export function exploratoryNote(population: Population, minimumEvents: number): string | null {
  const { events, patients } = population;
  if (Math.min(events, patients - events) >= minimumEvents) return null;
  return `exploratory: fewer than ${minimumEvents} events or non-events for a flexible curve`;
}

const joined = (...notes: readonly (string | null)[]) => notes.filter((n) => n !== null).join('; ') || null;

function resampled(
  population: Population,
  metric: { readonly id: string; readonly estimate: Estimate; readonly note: string | null },
  { replicates, resamples = percentileOnly(replicates), confidence, bootstrap }: ResampledContext,
): Statement {
  const { interval } = resamples;
  const value = 'value' in metric.estimate ? metric.estimate.value : null;
  const few =
    metric.id === 'auprc' && value !== null ? auprcLimits(population, value, confidence) : undefined;
  if (few !== undefined) {
    const method = few.method + repeatsText(population);
    return statement(metric.id, metric.estimate, { limits: few, confidence, method, note: metric.note });
  }
  const limits = bootstrapLimits((part) => resamples[part]?.get(metric.id), value, { interval, confidence });
  return statement(metric.id, metric.estimate, {
    limits,
    confidence,
    method: bootstrapText(population, bootstrap, interval),
    note: joined(metric.note, failedNote(limits, bootstrap)),
  });
}

/** Metrics whose interval comes from resampled patients. */
export function resampledStatements(
  population: Population,
  distances: CalibrationDistances | { undefinedBecause: string },
  context: ResampledContext,
): Statement[] {
  const caution = exploratoryNote(population, context.minimumEvents);
  const made = [
    ...overall.map((m) => ({ id: m.id, estimate: meanOverRepeats(population, m), note: null })),
    ...flexible.map((id) => ({
      id,
      estimate: 'ici' in distances ? { value: distances[id] } : distances,
      note: 'ici' in distances ? caution : null,
    })),
  ];
  return made.map((metric) => resampled(population, metric, context));
}
