import { ConfigError } from '@raredx/experiment';
import { type AliasRegistry, championAlias, promote } from '@raredx/gate';
import type { Decision } from '@raredx/tables';
import { configFromEnvironment, MlflowClient } from 'mlflow-js-client';

interface Promotion {
  readonly model: string;
  readonly version: string;
  readonly registry: AliasRegistry;
}

/**
 * What `--promote NAME/VERSION` means, told before anything is judged.
 *
 * @throws ConfigError where it names no version, or MLFLOW_TRACKING_URI is not set
 */
export function registryOf(target: string): Promotion {
  const [, model, version] = /^(.+)\/(\d+)$/.exec(target) ?? [];
  if (model === undefined || version === undefined) {
    throw new ConfigError(
      '--promote',
      `not a registered version (${target})`,
      'as in --promote wilms-relapse/3',
    );
  }
  const config = configFromEnvironment(process.env);
  if (!config) throw new ConfigError('MLFLOW_TRACKING_URI', 'not set, so there is no registry to promote in');
  const { registeredModels } = new MlflowClient(config);
  return { model, version, registry: registeredModels };
}

/** Moves the alias where the decision is a pass; says what was done. */
export async function promoteModel(decision: Decision, promotion: Promotion): Promise<string> {
  const { model, version, registry } = promotion;
  const moved = await promote(decision, { model, version }, registry);
  return moved
    ? `${model}: alias ${championAlias} moved to version ${version}`
    : `${model}: alias ${championAlias} stays where it is`;
}
