import { checkedYaml } from './checked-yaml.ts';
import { ConfigError } from './config-error.ts';
import { type Experiment, experimentSchema } from './experiment-schema.ts';
import { nearestName } from './nearest-name.ts';
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
  const names = experiment.models.map((model) => model.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw new ConfigError(where, `two models are called ${twice}`);
  const { baseline } = experiment.validation;
  for (const [key, value] of [
    ['primary', experiment.primary],
    ['validation.baseline', baseline],
    ...(experiment.optimism?.models ?? []).map((model) => ['optimism.models', model]),
  ] as [string, string][]) {
    if (names.includes(value)) continue;
    const near = nearestName(value, names);
    throw new ConfigError(
      where,
      `${key} names no model (${value})`,
      near ? `did you mean ${near}?` : `models: ${names.join(', ')}`,
    );
  }
  const { development, external } = experiment.cohorts;
  const both = external.filter((site) => development.includes(site));
  if (both.length > 0)
    throw new ConfigError(where, `sites are both development and external (${both.join(', ')})`);
  return experiment;
}
