import { type EvidenceRow, type Predictions, textAt } from '@raredx/tables';

const reason =
  'leave-one-out: an event left out lowers the risk of everyone fitted, a non-event raises it, so the pooled c-statistic is biased towards 0';
const note = 'use repeated folds of several patients, or the optimism-corrected value';

/**
 * Takes back what ranks patients across folds of a single patient. The c-statistic pooled over leave-one-out folds is
 * below 0.5 for a model without any information and can be 0; other metrics keep their rows.
 *
 * @see Geroldinger A, Lusa L, Nold M, Heinze G (2023) Diagn Progn Res 7:9
 */
export function refuseLeaveOneOut(
  rows: readonly EvidenceRow[],
  predictions: Predictions,
): readonly EvidenceRow[] {
  const models = leftOneOut(predictions);
  if (models.size === 0) return rows;
  const drawn = new Set<string>();
  return rows.flatMap((row) => {
    const ranks = /auroc|auprc|roc_curve/.test(row.metric) && !/^(apparent|optimism)/.test(row.metric);
    if (!(ranks && row.partition === 'internal' && models.has(row.model))) return [row];
    const refused = { ...row, estimate: null, lower: null, upper: null, confidence: null };
    if (row.metric !== 'roc_curve') return [{ ...refused, undefinedBecause: reason, note }];
    const id = row.id.replace(/@[^@]*$/, '');
    if (drawn.has(id)) return [];
    drawn.add(id);
    return [{ ...refused, id, threshold: null, undefinedBecause: reason, note }];
  });
}

/** Models some repeat of whose internal folds holds one patient each. */
function leftOneOut({ rows, model, partition, repeat, fold, patientId }: Predictions): ReadonlySet<string> {
  const patientsOf = new Map<string, Set<number>>();
  const models = new Map<string, { readonly name: string; readonly folds: Set<string> }>();
  for (let row = 0; row < rows; row++) {
    if (textAt(partition, row) !== 'internal' || fold[row] < 0) continue;
    const pass = `${model.codes[row]}:${repeat[row]}`;
    const key = `${pass}:${fold[row]}`;
    const patients = patientsOf.get(key) ?? new Set<number>();
    patientsOf.set(key, patients);
    patients.add(patientId.codes[row]);
    const known = models.get(pass) ?? { name: textAt(model, row), folds: new Set<string>() };
    models.set(pass, known);
    known.folds.add(key);
  }
  const alone = [...models.values()].filter(
    ({ folds }) => folds.size > 1 && [...folds].every((key) => patientsOf.get(key)?.size === 1),
  );
  return new Set(alone.map(({ name }) => name));
}
