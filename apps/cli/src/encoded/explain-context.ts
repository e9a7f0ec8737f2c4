import type { EncodedExperiment, EncodedModelSpec } from '@raredx/experiment';
import type { Runtime } from '@raredx/runtime';
import type { Random } from '@raredx/stats';
import type { Step } from '../talk.ts';
import type { ExplainRows } from './explain-rows.ts';
import type { KeptModel } from './models/sample-model.ts';
import type { Study } from './study.ts';

/** What explaining one model of a run is given. */
export interface ExplainContext {
  readonly experiment: EncodedExperiment;
  readonly study: Study;
  readonly spec: EncodedModelSpec;
  readonly kept: KeptModel;
  readonly rows: ExplainRows;
  readonly runtime: Runtime;
  readonly random: Random;
  readonly step: Step;
}
