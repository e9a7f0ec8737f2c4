export { checkedYaml } from './checked-yaml.ts';
export { ConfigError } from './config-error.ts';
export {
  type AverageSpec,
  type EncodedExperiment,
  type EncodedModelSpec,
  type EncoderSpec,
  encodedExperimentSchema,
  encodedModelSchema,
  type FewShotSpec,
  type FewShotStudySpec,
  type FineTunedSpec,
  type HeadModelSpec,
  type TrivialModelSpec,
} from './encoded-experiment-schema.ts';
export { type ExperimentKind, experimentKind } from './experiment-kind.ts';
export {
  type Experiment,
  experimentSchema,
  type LogisticSpec,
  type MissingSpec,
  type ModelSpec,
  modelSchema,
  type NetworkSpec,
  type PrototypicalSpec,
  type TransferSpec,
} from './experiment-schema.ts';
export { nearestName } from './nearest-name.ts';
export { type PhenotypeExperiment, phenotypeExperimentSchema } from './phenotype-experiment-schema.ts';
export { readEncodedExperiment } from './read-encoded-experiment.ts';
export { readExperiment } from './read-experiment.ts';
export { readPhenotypeExperiment } from './read-phenotype-experiment.ts';
export { isRunFolder, openRun, type RunDirectory } from './run-directory.ts';
export { lockRun, RunHeldError } from './run-lock.ts';
export { userCache } from './user-cache.ts';
export { type Controls, controlsOf, withControls } from './with-controls.ts';
export { withSettings } from './with-settings.ts';
export { writeAtomically } from './write-atomically.ts';
