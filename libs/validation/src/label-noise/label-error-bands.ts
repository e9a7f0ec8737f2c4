import { confusion, type Judged } from '@raredx/metrics';
import type { EvidenceRow } from '@raredx/tables';
import { evidenceRow, type Statement, statement } from '../statements/statement.ts';
import { judgedParts, type RowContext, wholeSubject } from '../uncertainty/row-context.ts';
import type { ScoredOutcome, ScoredRows } from '../uncertainty/scored-outcomes.ts';
import { accuracyBehindReference, type BehindReference } from './accuracy-behind-reference.ts';
import { aurocBehindReference } from './auroc-behind-reference.ts';
import { brierBehindReference } from './brier-behind-reference.ts';
import { balancedErrors, type ReferenceStandard } from './reference-standard.ts';

/** Shares of the events that are assumed to be recorded wrongly. */
const assumedErrors = [0.02, 0.05, 0.1];

function passesOf(part: ScoredRows): Judged[] {
  return Array.from({ length: part.passes }, (_, pass) => {
    const rows = Uint32Array.from(part.y.keys()).filter((row) => part.pass[row] === pass);
    return {
      y: Uint8Array.from(rows, (row) => part.y[row]),
      p: Float64Array.from(rows, (row) => part.p[2 * row + 1]),
    };
  });
}

/** Of the figures of the passes; the first reason where one has none. */
function mean(figures: readonly BehindReference[]): BehindReference {
  const average = (of: (figure: BehindReference) => number) =>
    figures.reduce((sum, figure) => sum + of(figure), 0) / figures.length;
  const lacking = figures.find(({ independent }) => 'undefinedBecause' in independent);
  const unbounded = figures.find(({ bounds }) => 'undefinedBecause' in bounds);
  return {
    independent: lacking
      ? lacking.independent
      : { value: average(({ independent }) => (independent as { value: number }).value) },
    bounds: unbounded
      ? unbounded.bounds
      : {
          lower: average(({ bounds }) => (bounds as { lower: number }).lower),
          upper: average(({ bounds }) => (bounds as { upper: number }).upper),
        },
  };
}

/**
 * The mean figure, its estimate held to the bounds: rounding may carry it a hair outside, and where it lies further
 * out (a handful of rows) errors cannot have been independent.
 */
function consistent(figures: readonly BehindReference[]): BehindReference {
  const figure = mean(figures);
  const { independent } = figure;
  if ('undefinedBecause' in independent || 'undefinedBecause' in figure.bounds) return figure;
  const { lower, upper } = figure.bounds;
  const bounds = { lower: Math.min(lower, upper), upper: Math.max(lower, upper) };
  const held = Math.min(Math.max(independent.value, bounds.lower), bounds.upper);
  if (Math.abs(held - independent.value) <= 1e-9) return { independent: { value: held }, bounds };
  return { independent: { undefinedBecause: 'the data contradict errors independent of the model' }, bounds };
}

type Figure = (data: Judged, reference: ReferenceStandard) => BehindReference;

function figuresOf(thresholds: readonly number[]): { name: string; threshold: number | null; of: Figure }[] {
  const at = (t: number, which: 'sensitivity' | 'specificity') => ({
    name: which,
    threshold: t,
    of: (data: Judged, reference: ReferenceStandard) =>
      accuracyBehindReference(confusion(data, t), reference)[which],
  });
  return [
    { name: 'auroc', threshold: null, of: aurocBehindReference },
    { name: 'brier', threshold: null, of: brierBehindReference },
    ...thresholds.flatMap((t) => [at(t, 'sensitivity'), at(t, 'specificity')]),
  ];
}

function inWords({ lower, upper }: { readonly lower: number; readonly upper: number }): string {
  return `between ${lower.toPrecision(4)} and ${upper.toPrecision(4)} however they fall`;
}

function bandOf(passes: readonly Judged[], error: number, thresholds: readonly number[]): Statement[] {
  const method = 'reference errors independent of the model; limits: errors placed to harm and to help most';
  const note =
    `if ${100 * error} % of the events are recorded wrongly and as many non-events as events; limits are bounds of the ` +
    'estimate, not of sampling';
  return figuresOf(thresholds).map(({ name, threshold, of }) => {
    const figure = consistent(
      passes.map((data) => {
        const prevalence = data.y.reduce((sum, event) => sum + event, 0) / data.y.length;
        const reference = balancedErrors(error, prevalence);
        if ('undefinedBecause' in reference) return { independent: reference, bounds: reference };
        return of(data, reference);
      }),
    );
    // Where independence is impossible the bounds still hold; a row without an estimate has no place for them but here.
    const bounds =
      'value' in figure.independent || 'undefinedBecause' in figure.bounds
        ? ''
        : `; ${inWords(figure.bounds)}`;
    const parts = { threshold, limits: figure.bounds, method, note: note + bounds };
    return statement(`label_error_${error}:${name}`, figure.independent, parts);
  });
}

/**
 * What AUROC, Brier score, sensitivity and specificity would be against the truth if 2, 5 or 10 % of the events were
 * recorded wrongly: `label_error_0.05:auroc`. Confidence is null: the limits are bounds over where the errors fall.
 */
export function labelErrorBands(outcome: ScoredOutcome, context: RowContext): EvidenceRow[] {
  const { plan, severalLabels } = context;
  if (!outcome.binary) return [];
  const judged = judgedParts(outcome);
  return judged.flatMap((part) => {
    const passes = passesOf(part);
    const about = wholeSubject(context, outcome, part);
    return assumedErrors
      .flatMap((error) => bandOf(passes, error, plan.thresholds ?? []))
      .map((made) => evidenceRow(made, about, severalLabels));
  });
}
