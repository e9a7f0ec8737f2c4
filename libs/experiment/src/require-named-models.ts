import { ConfigError } from './config-error.ts';
import { nearestName } from './nearest-name.ts';

interface NamedModels {
  readonly models: readonly { readonly name: string }[];
  readonly primary: string;
  readonly validation: { readonly baseline: string };
}

/**
 * Every model has a name of its own, and whatever names a model names one that is there.
 *
 * @param others further keys of the file that name models, with what they say
 * @throws ConfigError naming the key and the nearest model
 */
export function requireNamedModels(
  where: string,
  experiment: NamedModels,
  others: readonly (readonly [key: string, model: string])[] = [],
): void {
  const names = experiment.models.map((model) => model.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw new ConfigError(where, `two models are called ${twice}`);
  for (const [key, value] of [
    ['primary', experiment.primary],
    ['validation.baseline', experiment.validation.baseline],
    ...others,
  ] as const) {
    if (names.includes(value)) continue;
    const near = nearestName(value, names);
    throw new ConfigError(
      where,
      `${key} names no model (${value})`,
      near ? `did you mean ${near}?` : `models: ${names.join(', ')}`,
    );
  }
}
