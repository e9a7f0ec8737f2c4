import { type Cohort, columnOf, type EncoderTerm, encoderOf } from '@raredx/cohort';
import { readSafetensors } from '@raredx/runtime';
import { ContractError } from '@raredx/tables';
import { type Features, keptRisks } from '@raredx/training';
import { columnsOf, type TableModelEntry } from './table-models.ts';

/**
 * What a kept model says of each row: one fit's risk, or the mean over the completed data sets that it was fitted on.
 *
 * @throws ContractError where such a mean is asked for a patient with a gap: filling it needs the training patients
 */
export function risksOfPatients(cohort: Cohort, entry: TableModelEntry, bytes: Uint8Array): Float64Array {
  const { tensors, metadata } = readSafetensors(bytes, entry.file);
  const names = columnsOf(metadata);
  const completed = metadata.encoders as string | undefined;
  if (completed !== undefined) requireComplete(cohort, entry);
  const encoders = JSON.parse(completed ?? `[${metadata.encoder}]`) as (readonly EncoderTerm[])[];
  const each = encoders.map((terms, imputation) => {
    const prefix = completed === undefined ? '' : `imputation-${imputation}/`;
    const own = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
    const weights = Object.fromEntries(
      own.map(([name, { shape, data }]) => [
        name.slice(prefix.length),
        { shape, values: data as ArrayLike<number> },
      ]),
    );
    return keptRisks(entry.kind, weights, encoded(cohort, terms, names));
  });
  return Float64Array.from(
    { length: cohort.rows },
    (_, row) => each.reduce((sum, risks) => sum + (risks[row] as number), 0) / each.length,
  );
}

function encoded(cohort: Cohort, terms: readonly EncoderTerm[], names: readonly string[]): Features {
  const encoder = encoderOf(cohort, terms, { fittedOn: '', notes: [] });
  const columns = encoder.transform([...cohort.site.keys()]);
  return {
    rows: cohort.rows,
    names,
    columns: names.map((name) => columns[encoder.columns.indexOf(name)] ?? new Float64Array(cohort.rows)),
  };
}

function requireComplete(cohort: Cohort, { name, predictors }: TableModelEntry): void {
  const incomplete = predictors.filter((predictor) =>
    columnOf(cohort, predictor).missing.some((flag) => flag === 1),
  );
  if (incomplete.length === 0) return;
  throw new ContractError(
    cohort.dataset.where,
    `${name} was fitted on imputed patients, and there are gaps (${incomplete.join(', ')})`,
    'give complete rows, or a model of an experiment without the key missing',
  );
}
