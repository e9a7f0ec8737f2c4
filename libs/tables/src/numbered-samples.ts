import type { Predictions } from './predictions.ts';
import { type TextColumn, textColumn } from './text-column.ts';

type Told = Pick<Predictions, 'patientId' | 'model' | 'label' | 'repeat' | 'fold' | 'imputation'>;

/**
 * Samples of a table without a sample column: a patient's first row is the patient, further rows are numbered. Rows of
 * another model, class, repeat or imputation are no further samples, so that models are compared on the same ones.
 *
 * @param unchecked takes a line where patients have several rows, for that their order is the same was not checked
 */
export function numberedSamples(told: Told, unchecked: string[]): TextColumn {
  const { patientId, model, label, repeat, fold, imputation } = told;
  const seen = new Map<string, number>();
  let most = 1;
  const names = Array.from(patientId.codes, (code, row) => {
    const among = `${model.codes[row]}:${label.codes[row]}:${repeat[row]}:${fold[row]}:${imputation?.[row] ?? -1}`;
    const key = `${code}:${among}`;
    const turn = (seen.get(key) ?? 0) + 1;
    seen.set(key, turn);
    most = Math.max(most, turn);
    return turn === 1 ? (patientId.levels[code] as string) : `${patientId.levels[code]}#${turn}`;
  });
  if (most > 1) {
    const several = model.levels.length > 1 || label.levels.length > 1;
    unchecked.push(
      `no sample column: rows of one patient are taken as samples${several ? ', the same ones in the same order for every model and class' : ''}`,
    );
  }
  return textColumn(names);
}
