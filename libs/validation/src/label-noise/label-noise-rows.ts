import { createRandom, type Estimate } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';
import type { PredictionIndex } from '../population/prediction-index.ts';
import { failedNote, percentileLimits } from '../resampling/percentile-limits.ts';
import { evidenceRow, statement } from '../statements/statement.ts';
import { type PatientResamples, patientResamples } from '../uncertainty/patient-resamples.ts';
import { countsOf, type ScoredOutcome, type ScoredRows } from '../uncertainty/scored-outcomes.ts';
import type { UncertaintyPlan } from '../uncertainty/uncertainty-plan.ts';
import { confidentLearning } from './confident-learning.ts';

/** One pass with its patients' places among the resampled. */
interface Pass {
  readonly y: Uint8Array;
  readonly p: Float64Array;
  readonly place: Uint32Array;
}

function passesOf(part: ScoredRows, place: Uint32Array): Pass[] {
  const { classes, p } = part;
  return Array.from({ length: part.passes }, (_, pass) => {
    const rows = Uint32Array.from(part.y.keys()).filter((row) => part.pass[row] === pass);
    return {
      y: Uint8Array.from(rows, (row) => part.y[row]),
      p: Float64Array.from(
        { length: rows.length * classes },
        (_, cell) => p[rows[Math.floor(cell / classes)] * classes + (cell % classes)],
      ),
      place: rows.map((row) => place[row]),
    };
  });
}

/** Error rate over all, then of each recorded class; mean over passes, or the reason of the first that has none. */
function ratesOf(
  passes: readonly Pass[],
  classes: number,
  counts?: Float64Array,
): Float64Array | { undefinedBecause: string } {
  const rates = new Float64Array(classes + 1);
  for (const { y, p, place } of passes) {
    const found = confidentLearning(
      y,
      { classes, p },
      counts && Float64Array.from(place, (at) => counts[at]),
    );
    if ('undefinedBecause' in found) return found;
    rates[0] += found.errorRate / passes.length;
    for (let k = 0; k < classes; k++) {
      const own = found.joint.subarray(k * classes, (k + 1) * classes);
      const recorded = own.reduce((sum, share) => sum + share, 0);
      rates[k + 1] += (1 - own[k] / recorded) / passes.length;
    }
  }
  return rates;
}

function nameOf(outcome: ScoredOutcome, k: number): { metric: string; label: string } {
  if (k === 0) return { metric: 'label_error_rate', label: outcome.label };
  if (!outcome.binary) return { metric: 'label_error_rate_event', label: outcome.classNames[k - 1] };
  return { metric: k === 2 ? 'label_error_rate_event' : 'label_error_rate_nonevent', label: outcome.label };
}

const caution =
  'estimated by confident learning: where the model errs in a systematic way, right labels count as wrong';

function replicatesOf(passes: readonly Pass[], classes: number, draws: PatientResamples) {
  const columns = Array.from({ length: classes + 1 }, () => new Float64Array(draws.bootstrap));
  for (let b = 0; b < draws.bootstrap; b++) {
    const rates = ratesOf(passes, classes, draws.of(b));
    columns.forEach((column, k) => {
      column[b] = 'undefinedBecause' in rates ? Number.NaN : rates[k];
    });
  }
  return columns;
}

/**
 * `label_error_rate`: the share of recorded outcomes that out-of-sample risks make implausible, over all and among
 * recorded events and non-events, with percentile limits of a patient bootstrap.
 */
export function labelNoiseRows(
  index: PredictionIndex,
  outcome: ScoredOutcome,
  plan: UncertaintyPlan,
  severalLabels: boolean,
): EvidenceRow[] {
  const classes = outcome.classNames.length;
  const judged = [...outcome.parts.values()].filter(({ partition }) => partition !== 'tuning');
  return judged.flatMap((part) => {
    const random = createRandom(plan.seed).fork('label noise').fork(outcome.label).fork(part.partition);
    const draws = patientResamples(part, { bootstrap: plan.bootstrap, random });
    const passes = passesOf(part, draws.place);
    const rates = ratesOf(passes, classes);
    const bootstrap = 'undefinedBecause' in rates ? 0 : plan.bootstrap;
    const columns = replicatesOf(passes, classes, { ...draws, bootstrap });
    return columns.map((column, k) => {
      const { metric, label } = nameOf(outcome, k);
      const estimate: Estimate = 'undefinedBecause' in rates ? rates : { value: Math.max(0, rates[k]) };
      const limits = percentileLimits(column, plan.confidence);
      const made = statement(metric, estimate, {
        limits,
        confidence: plan.confidence,
        method: `confident learning; patient bootstrap, percentile, ${plan.bootstrap} resamples`,
        note: [failedNote(limits, bootstrap), caution].filter((text) => text !== null).join('; '),
      });
      const event = k > 0 && !outcome.binary ? k - 1 : outcome.binary ? 1 : null;
      const about = { model: outcome.model, label, partition: part.partition };
      const counts = countsOf(index, part, { takes: () => true, event });
      const nowhere = { site: null, attribute: null, level: null };
      return evidenceRow(made, { ...about, ...nowhere, ...counts }, severalLabels);
    });
  });
}
