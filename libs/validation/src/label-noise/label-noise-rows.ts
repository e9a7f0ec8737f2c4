import { wilson } from '@raredx/metrics';
import { type Estimate, studentQuantile } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';
import { evidenceRow, type Limits, type Statement, statement } from '../statements/statement.ts';
import { judgedParts, type RowContext } from '../uncertainty/row-context.ts';
import { countsOf, type ScoredOutcome, type ScoredRows } from '../uncertainty/scored-outcomes.ts';
import { confidentLearning } from './confident-learning.ts';
import { expectedFlags } from './expected-flags.ts';

/** 1 where a row's label is flagged, and what would be flagged if every label were right. */
interface Flags {
  readonly flagged: Float64Array;
  readonly expected: Float64Array;
}

/** By pass apart, as thresholds are those of a model. */
function flagsOf(part: ScoredRows): Flags | { undefinedBecause: string } {
  const { classes, p, y } = part;
  const flagged = new Float64Array(y.length);
  const expected = new Float64Array(y.length);
  for (let pass = 0; pass < part.passes; pass++) {
    const rows = Uint32Array.from(y.keys()).filter((row) => part.pass[row] === pass);
    const own = new Float64Array(rows.length * classes);
    rows.forEach((row, i) => {
      own.set(p.subarray(row * classes, (row + 1) * classes), i * classes);
    });
    const risks = { classes, p: own };
    const found = confidentLearning(
      Uint8Array.from(rows, (row) => y[row]),
      risks,
    );
    if ('undefinedBecause' in found) return found;
    const chance = expectedFlags(risks, found.looksLike);
    rows.forEach((row, i) => {
      flagged[row] = found.flagged[i];
      expected[row] = chance[i];
    });
  }
  return { flagged, expected };
}

/** Mean over a patient's rows that count. */
function byPatient(
  { patient }: ScoredRows,
  values: Float64Array,
  takes: (row: number) => boolean,
): Float64Array {
  const sums = new Map<number, [number, number]>();
  values.forEach((value, row) => {
    if (!takes(row)) return;
    const [sum, rows] = sums.get(patient[row]) ?? [0, 0];
    sums.set(patient[row], [sum + value, rows + 1]);
  });
  return Float64Array.from(sums.values(), ([sum, rows]) => sum / rows);
}

const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

function shareStatement(
  metric: string,
  values: Float64Array | { undefinedBecause: string },
  { confidence, note }: { readonly confidence: number; readonly note: string },
): Statement {
  const method = 'confident learning; Wilson over patients';
  if (!(values instanceof Float64Array)) return statement(metric, values, { method });
  const total = Math.min(values.length, values.length * meanOf(values));
  const limits = wilson(total, values.length, confidence);
  return statement(metric, { value: total / values.length }, { limits, confidence, method, note });
}

function excessStatement(values: Float64Array | { undefinedBecause: string }, confidence: number): Statement {
  const method = 'confident learning; Student over patients';
  const metric = 'label_disagreement_excess';
  if (!(values instanceof Float64Array)) return statement(metric, values, { method });
  const n = values.length;
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const margin = n < 2 ? 0 : studentQuantile((1 + confidence) / 2, n - 1) * Math.sqrt(squares / (n - 1) / n);
  const limits: Limits =
    margin > 0 ? { lower: mean - margin, upper: mean + margin } : { undefinedBecause: 'no variation' };
  const note = 'flagged minus expected; above 0 where labels are wrong or the risks are';
  return statement(metric, { value: mean } as Estimate, { limits, confidence, method, note });
}

/**
 * `label_disagreement`: the share of recorded outcomes that the model, where it is confident, contradicts; over all and
 * among recorded events and non-events. Classes that overlap are contradicted without any wrong label, so the note says
 * what to expect if every label and risk were right, and `label_disagreement_excess` is the difference.
 */
export function labelNoiseRows(outcome: ScoredOutcome, context: RowContext): EvidenceRow[] {
  const { index, severalLabels } = context;
  const { confidence } = context.plan;
  const judged = judgedParts(outcome);
  return judged.flatMap((part) => {
    const flags = flagsOf(part);
    const select = (of: (flags: Flags) => Float64Array, takes: (row: number) => boolean) =>
      'undefinedBecause' in flags ? flags : byPatient(part, of(flags), takes);
    const row = (made: Statement, ofClass: number | null) => {
      const label = ofClass !== null && !outcome.binary ? outcome.classNames[ofClass] : outcome.label;
      const counts = countsOf(index, part, {
        takes: () => true,
        event: outcome.binary ? 1 : ofClass,
      });
      const about = { model: outcome.model, label, partition: part.partition };
      return evidenceRow(
        made,
        { ...about, site: null, attribute: null, level: null, ...counts },
        severalLabels,
      );
    };
    const share = (ofClass: number | null) => {
      const takes = (at: number) => ofClass === null || part.y[at] === ofClass;
      const expected = select((found) => found.expected, takes);
      const note =
        ofClass === null && expected instanceof Float64Array
          ? `${(100 * meanOf(expected)).toFixed(1)} % expected if every label and risk were right; flags ask for a second reading`
          : 'flags ask for a second reading, not for deletion';
      const suffix = ofClass === null ? '' : outcome.binary && ofClass === 0 ? '_nonevent' : '_event';
      const values = select((found) => found.flagged, takes);
      return row(shareStatement(`label_disagreement${suffix}`, values, { confidence, note }), ofClass);
    };
    const excess = select(
      ({ flagged, expected }) => flagged.map((flag, at) => flag - expected[at]),
      () => true,
    );
    return [
      share(null),
      ...outcome.classNames.map((_, k) => share(k)),
      row(excessStatement(excess, confidence), null),
    ];
  });
}
