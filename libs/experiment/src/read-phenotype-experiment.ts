import { checkedYaml } from './checked-yaml.ts';
import { type PhenotypeExperiment, phenotypeExperimentSchema } from './phenotype-experiment-schema.ts';
import { withSettings } from './with-settings.ts';

/**
 * Parses and checks an experiment file over phenotypes, after `--set` changes.
 *
 * @throws ConfigError naming line, key and the nearest known one
 */
export const readPhenotypeExperiment = (
  text: string,
  where: string,
  settings: readonly string[] = [],
): PhenotypeExperiment => checkedYaml(withSettings(text, where, settings), where, phenotypeExperimentSchema);
