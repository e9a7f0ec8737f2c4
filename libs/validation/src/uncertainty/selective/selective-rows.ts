import { createRandom } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';
import { failedNote, percentileLimits } from '../../resampling/percentile-limits.ts';
import { evidenceRow, statement } from '../../statements/statement.ts';
import { patientResamples } from '../patient-resamples.ts';
import { judgedParts, type RowContext, wholeSubject } from '../row-context.ts';
import type { ScoredOutcome, ScoredRows } from '../scored-outcomes.ts';
import { predictionConfidence } from './prediction-confidence.ts';
import { riskCoverage, type SelectiveOrder, selectiveOrder } from './risk-coverage.ts';

const grid = Array.from({ length: 20 }, (_, k) => (k + 1) / 20);
const targetErrors = [0.05, 0.1];

/** One pass of predictions, surest row first, so that a resample walks through memory. */
interface Sorted {
  readonly loss: Float64Array;
  readonly order: SelectiveOrder;
  /** Row → place of its patient among the resampled. */
  readonly place: Uint32Array;
  /** Scratch: copies of each row in a resample. */
  readonly counts: Float64Array;
}

/** 1 where the likeliest class is not the observed one; of classes equally likely, a share is right. */
function errors({ classes, p, y }: ScoredRows): Float64Array {
  return Float64Array.from(y, (k, row) => {
    const own = p.subarray(row * classes, (row + 1) * classes);
    const top = own.reduce((most, risk) => Math.max(most, risk), 0);
    const likeliest = own.reduce((count, risk) => count + (risk === top ? 1 : 0), 0);
    return own[k] === top ? 1 - 1 / likeliest : 1;
  });
}

function sortedPasses(part: ScoredRows, place: Uint32Array): Sorted[] {
  const loss = errors(part);
  const confidence = predictionConfidence(part, 'highest risk');
  return Array.from({ length: part.passes }, (_, pass) => {
    const rows = Uint32Array.from(part.y.keys()).filter((row) => part.pass[row] === pass);
    const { order, runEnds } = selectiveOrder(Float64Array.from(rows, (row) => confidence[row]));
    return {
      loss: Float64Array.from(order, (i) => loss[rows[i]]),
      order: { order: Uint32Array.from(order.keys()), runEnds },
      place: order.map((i) => place[rows[i]]),
      counts: new Float64Array(rows.length),
    };
  });
}

const names = [
  ...grid.map((share) => ['risk_coverage', share] as const),
  ['aurc', null] as const,
  ...targetErrors.map((target) => ['coverage_at_error', target] as const),
];

/** Every value of one (re)sample, mean over passes; NaN where undefined. */
function valuesOf(passes: readonly Sorted[], drawn?: Float64Array): Float64Array {
  const values = new Float64Array(names.length);
  for (const { loss, order, place, counts } of passes) {
    for (let i = 0; i < counts.length; i++) counts[i] = drawn === undefined ? 1 : drawn[place[i]];
    const found = riskCoverage(loss, order, { at: grid, targetRisks: targetErrors, counts });
    if ('undefinedBecause' in found) return values.fill(Number.NaN);
    const all = [...found.risks, found.aurc, ...found.coverages];
    all.forEach((one, k) => {
      const value = typeof one === 'number' ? one : 'value' in one ? one.value : Number.NaN;
      values[k] += value / passes.length;
    });
  }
  return values;
}

/**
 * How much a model gains by refusing to answer where it is least sure: the error of its likelier class along coverage
 * (`risk_coverage`, one row a point, threshold = share answered), the area under it (`aurc`) and the largest share that
 * can be answered with at most 5 and 10 % wrong (`coverage_at_error`). Confidence is the highest risk of any class, so it
 * needs predictions only. Percentile limits of a patient bootstrap.
 */
export function selectiveRows(outcome: ScoredOutcome, context: RowContext): EvidenceRow[] {
  const { plan, severalLabels } = context;
  const judged = judgedParts(outcome);
  return judged.flatMap((part) => {
    const random = ['selective', outcome.label, part.partition].reduce(
      (stream, name) => stream.fork(name),
      createRandom(plan.seed),
    );
    const draws = patientResamples(part, { bootstrap: plan.bootstrap, random });
    const passes = sortedPasses(part, draws.place);
    const columns = names.map(() => new Float64Array(plan.bootstrap));
    for (let b = 0; b < plan.bootstrap; b++) {
      valuesOf(passes, draws.of(b)).forEach((value, k) => {
        columns[k][b] = value;
      });
    }
    const about = wholeSubject(context, outcome, part);
    const method = `patient bootstrap, percentile, ${plan.bootstrap} resamples`;
    return Array.from(valuesOf(passes), (value, k) => {
      const [metric, threshold] = names[k];
      const estimate = Number.isNaN(value)
        ? { undefinedBecause: `at no coverage is the error at most ${threshold}` }
        : { value };
      const limits = percentileLimits(columns[k], plan.confidence);
      const note = failedNote(limits, plan.bootstrap);
      const parts = { threshold, limits, confidence: plan.confidence, method, note };
      return evidenceRow(statement(metric, estimate, parts), about, severalLabels);
    });
  });
}
