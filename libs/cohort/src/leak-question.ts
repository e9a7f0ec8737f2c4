import type { Cohort } from './load-cohort.ts';
import type { SitePartition } from './partition-by-site.ts';
import type { Split } from './split-by-patient.ts';

/** An encoder as it was used. Repeat and fold −1: the final fit, on all development rows. */
export interface UsedEncoder {
  readonly model: string;
  readonly repeat: number;
  readonly fold: number;
  /** `Encoder.fittedOn`. */
  readonly fittedOn: string;
}

/** What the leak certificate is asked about; what is left out is certified as not checked. */
export interface LeakQuestion {
  readonly cohort: Cohort;
  readonly predictors: readonly string[];
  readonly outcome: string;
  readonly partition?: Pick<SitePartition, 'development' | 'external'>;
  readonly split?: Split;
  readonly encoders?: readonly UsedEncoder[];
}
