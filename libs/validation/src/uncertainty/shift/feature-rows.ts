import { ContractError } from '@raredx/tables';

/** Features (embeddings, covariates) of patients: one row a patient. */
export interface FeatureRows {
  readonly columns: number;
  /** rows × columns, row-major, finite. */
  readonly values: Float64Array;
}

/** Number of rows; throws on features that are not whole rows of finite numbers. */
export function checkFeatures(where: string, { columns, values }: FeatureRows): number {
  if (!(Number.isInteger(columns) && columns >= 1) || values.length % columns !== 0) {
    throw new ContractError(where, `${values.length} values are not rows of ${columns}`);
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new ContractError(where, `feature is not finite (first: row ${Math.floor(bad / columns)})`);
  }
  return values.length / columns;
}

/** Throws unless both have the same features. */
export function checkSameFeatures(where: string, a: FeatureRows, b: FeatureRows): [number, number] {
  if (a.columns !== b.columns) throw new ContractError(where, `${a.columns} and ${b.columns} features`);
  return [checkFeatures(where, a), checkFeatures(where, b)];
}

/** Both, one after the other. */
export function stacked(a: FeatureRows, b: FeatureRows): FeatureRows {
  const values = new Float64Array(a.values.length + b.values.length);
  values.set(a.values);
  values.set(b.values, a.values.length);
  return { columns: a.columns, values };
}
