import { checkedYaml } from './checked-yaml.ts';
import { ConfigError } from './config-error.ts';
import { type Experiment, experimentSchema } from './experiment-schema.ts';
import { requireNamedModels } from './require-named-models.ts';
import { withSettings } from './with-settings.ts';

/**
 * Parses and checks an experiment file, after `--set` changes.
 *
 * @param text the file's content
 * @param where its name in errors
 * @param settings `key.path=value` changes, applied in order
 * @throws ConfigError naming line, key and the nearest known one
 */
export function readExperiment(text: string, where: string, settings: readonly string[] = []): Experiment {
  const experiment = checkedYaml(withSettings(text, where, settings), where, experimentSchema);
  requireNamedModels(
    where,
    experiment,
    (experiment.optimism?.models ?? []).map((model) => ['optimism.models', model] as const),
  );
  requireDisjointSites(where, experiment.cohorts);
  return experiment;
}

export function requireDisjointSites(
  where: string,
  {
    development = [],
    external,
  }: { development?: readonly string[] | undefined; external: readonly string[] },
): void {
  const both = external.filter((site) => development.includes(site));
  if (both.length > 0)
    throw new ConfigError(where, `sites are both development and external (${both.join(', ')})`);
}
