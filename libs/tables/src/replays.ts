import type { TextColumn } from './text-column.ts';

/** The replicate of the fit on all development patients, each once. */
export const apparentReplicate = -1;

/**
 * The replays table, by columns: the whole pipeline (encoder and model) fitted again on bootstrap samples of the
 * development patients, and the risk that each such fit gives to every development sample. One row = one sample as seen
 * by one replicate of one model; replicate −1 is the apparent fit. From it the judge corrects for optimism and measures
 * instability without knowing how to fit anything.
 */
export interface Replays {
  readonly rows: number;
  readonly model: TextColumn;
  readonly label: TextColumn;
  /** 0-based; −1 for the apparent fit. */
  readonly replicate: Int32Array;
  readonly patientId: TextColumn;
  readonly sampleId: TextColumn;
  /** How often the sample's patient was drawn into the replicate's bootstrap sample; 0 = out of bag, 1 in replicate −1. */
  readonly inBag: Int32Array;
  /** Predicted risk in [0, 1]. */
  readonly p: Float64Array;
  /** What a reader should know of the fit (separation met by a ridge); empty where nothing. */
  readonly note: TextColumn;
}
