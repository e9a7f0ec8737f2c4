export { checkedYaml } from './checked-yaml.ts';
export { ConfigError } from './config-error.ts';
export {
  type Experiment,
  experimentSchema,
  type LogisticSpec,
  type ModelSpec,
  modelSchema,
  type NetworkSpec,
  type PrototypicalSpec,
  type TransferSpec,
} from './experiment-schema.ts';
export { nearestName } from './nearest-name.ts';
export { readExperiment } from './read-experiment.ts';
export { openRun, type RunDirectory } from './run-directory.ts';
export { lockRun, RunHeldError } from './run-lock.ts';
export { withSettings } from './with-settings.ts';
export { writeAtomically } from './write-atomically.ts';
