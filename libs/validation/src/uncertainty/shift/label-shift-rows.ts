import type { EvidenceRow } from '@raredx/tables';
import { evidenceRow, statement } from '../../statements/statement.ts';
import { type RowContext, wholeSubject } from '../row-context.ts';
import type { ScoredOutcome, ScoredRows } from '../scored-outcomes.ts';
import { shiftedPrevalence } from './shifted-prevalence.ts';

/** Share of rows with the event, a pass at a time being the same as over all of them. */
function observed({ y }: ScoredRows): number {
  return y.reduce((sum, event) => sum + (event === 1 ? 1 : 0), 0) / y.length;
}

/** Repeats of a patient are pooled: the sandwich counts a patient once. */
function risksOf({ p, y }: ScoredRows): Float64Array {
  return Float64Array.from(y, (_, row) => p[2 * row + 1]);
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/**
 * `label_shift_prevalence`: the prevalence of test and external patients that the model's risks alone imply, from the
 * prevalence where it was fitted (Saerens). Beside the observed one it tells a shift of prevalence, which a correction of
 * the risks mends, from a model that does not hold there.
 */
export function labelShiftRows(outcome: ScoredOutcome, context: RowContext): EvidenceRow[] {
  const { plan, severalLabels } = context;
  const source = outcome.parts.get('internal') ?? outcome.parts.get('tuning');
  if (!outcome.binary) return [];
  return ['test', 'external'].flatMap((name) => {
    const part = outcome.parts.get(name);
    if (part === undefined) return [];
    const { confidence } = plan;
    const from = source === undefined ? null : observed(source);
    const found =
      from === null
        ? { undefinedBecause: 'no internal or tuning rows: the prevalence of the model is not known' }
        : shiftedPrevalence(risksOf(part), { from, patient: part.patient, confidence });
    const made =
      'undefinedBecause' in found
        ? statement('label_shift_prevalence', found, { method: 'Saerens, maximum likelihood' })
        : statement(
            'label_shift_prevalence',
            { value: found.prevalence },
            {
              limits: found.interval,
              confidence,
              method: 'Saerens, maximum likelihood; sandwich over patients, logit scale',
              note: `observed ${percent(observed(part))}, where the model is from ${percent(from as number)}`,
            },
          );
    const about = wholeSubject(context, outcome, part);
    return [evidenceRow(made, about, severalLabels)];
  });
}
