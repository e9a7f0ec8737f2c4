import { checkedYaml } from './checked-yaml.ts';
import { ConfigError } from './config-error.ts';
import { type EncodedExperiment, encodedExperimentSchema } from './encoded-experiment-schema.ts';
import { experimentKind } from './experiment-kind.ts';
import { requireDisjointSites } from './read-experiment.ts';
import { requireNamedModels } from './require-named-models.ts';
import { withControls } from './with-controls.ts';
import { withSettings } from './with-settings.ts';

const of = { table: 'a table', phenotypes: 'cases' } as const;

/**
 * Parses and checks an experiment file over images or notes, after `--set` changes, and adds the controls of its
 * fine-tuned models; the twin of `readExperiment`.
 *
 * @param text the file's content
 * @param where its name in errors
 * @param settings `key.path=value` changes, applied in order
 * @throws ConfigError naming line, key and the nearest known one
 */
export function readEncodedExperiment(
  text: string,
  where: string,
  settings: readonly string[] = [],
): EncodedExperiment {
  const settled = withSettings(text, where, settings);
  const kind = experimentKind(settled);
  if (kind === 'phenotypes' || (kind === 'table' && /^predictors:/m.test(settled)))
    throw new ConfigError(
      where,
      `an experiment over ${of[kind]}, not over images or notes`,
      'use raredx run',
    );
  const declared = checkedYaml(settled, where, encodedExperimentSchema);
  const experiment = withControls(declared);
  if ((experiment.dataset === undefined) === (experiment.manifest === undefined))
    throw new ConfigError(where, 'name a dataset or a manifest, one of the two');
  requireNamedModels(where, experiment, [
    ...membersOf(experiment),
    ...(experiment.optimism?.models ?? []).map((model) => ['optimism.models', model] as const),
  ]);
  requireMembersBefore(where, experiment);
  requireDisjointSites(where, experiment.cohorts);
  return experiment;
}

function membersOf({ models }: EncodedExperiment): (readonly [string, string])[] {
  return models.flatMap((model) =>
    model.kind === 'average' ? model.members.map((member) => [`${model.name}.members`, member] as const) : [],
  );
}

/** An average is made of what was learned before it, each model once. */
function requireMembersBefore(where: string, { models }: EncodedExperiment): void {
  for (const [at, model] of models.entries()) {
    if (model.kind !== 'average') continue;
    const before = models.slice(0, at).filter(({ kind }) => kind !== 'average');
    const odd = model.members.find(
      (member, place) =>
        model.members.indexOf(member) !== place || !before.some(({ name }) => name === member),
    );
    if (odd === undefined) continue;
    throw new ConfigError(
      where,
      `${model.name}.members names ${odd} twice, before it is declared, or an average`,
      'declare members first, averages last',
    );
  }
}
