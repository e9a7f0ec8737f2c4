import type { TextColumn } from './text-column.ts';

/** Where a row comes from. `internal` is out-of-fold: never a prediction for a patient that the fit has seen. */
export type Partition = 'internal' | 'tuning' | 'test' | 'external';

export const partitions: readonly Partition[] = ['internal', 'tuning', 'test', 'external'];

/**
 * The predictions table, by columns: one row = one predicted outcome for one sample by one model in one resample.
 * Learning writes it, judging reads it, and neither knows the other.
 */
export interface Predictions {
  readonly rows: number;
  /** The unit of independence: every split, bootstrap and weight acts on it. */
  readonly patientId: TextColumn;
  /** Image, visit or specimen; equals the patient where there is one a patient. */
  readonly sampleId: TextColumn;
  /** Centre, study or period: the unit of external validation. */
  readonly site: TextColumn;
  readonly model: TextColumn;
  /** Levels are of type {@link Partition}. */
  readonly partition: TextColumn;
  /** 0-based; −1 where there is none. */
  readonly repeat: Int32Array;
  readonly fold: Int32Array;
  /**
   * Which completed data set the risk rests on, 0-based; −1 where nothing was imputed. Absent where no row has one.
   * Every sample of a model, label and partition stands in all of its imputations.
   */
  readonly imputation?: Int32Array;
  /** The outcome's name; several rows a sample for several classes. */
  readonly label: TextColumn;
  /** Observed, 0 or 1. */
  readonly y: Uint8Array;
  /** Predicted risk in [0, 1]: never a logit, never rounded. */
  readonly p: Float64Array;
  /** Follow-up, for time-to-event outcomes. */
  readonly time?: Float64Array;
  readonly event?: Uint8Array;
  /** Declared subgroup attributes by name (without `attr_`); `unknown` is a level. */
  readonly attributes: Readonly<Record<string, TextColumn>>;
  /** What could not be checked for want of a column (a bare `y,p` file); stated in the pack. */
  readonly unchecked: readonly string[];
}
