import type { Predictions } from '@raredx/tables';

/** What makes a page answer questions. Null in a pack that is shared: the rows of patients stay out of it. */
export interface ViewerInput {
  /** The bundle of apps/evidence-viewer. */
  readonly script: string;
  readonly predictions: Predictions;
  /** The plan of the evidence, as judging takes it. */
  readonly plan: Readonly<Record<string, unknown>>;
}
