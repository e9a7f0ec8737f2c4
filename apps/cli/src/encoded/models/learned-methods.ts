import { ConfigError } from '@raredx/experiment';
import type { Runtime } from '@raredx/runtime';
import type { Random } from '@raredx/stats';
import {
  type ClassTask,
  type FeatureTable,
  type FewShotMethod,
  learnMaml,
  learnRelation,
} from '@raredx/training';
import { pooledMoments } from '../standardised-by-site.ts';

const names = ['relation', 'maml', 'anil'] as const;
type LearnedName = (typeof names)[number];

/** Methods that are learned on episodes of base classes before they are judged. */
export const isLearned = (name: string): name is LearnedName => names.some((one) => one === name);

const defaults = { queries: 5, episodes: 300, hidden: 64, learningRate: 1e-3 } as const;
const inner = { order: 1, innerSteps: 5, innerRate: 0.01 } as const;
const mostShots = 5;

/**
 * Learns a method on base classes. MAML and ANIL know so many ways and no others, so episodes of base classes have as many
 * as those that are judged.
 *
 * @throws ConfigError without base classes, or with fewer than ways
 */
export async function learnedMethod(
  name: LearnedName,
  base: ClassTask | null,
  of: { readonly ways: number; readonly random: Random; readonly runtime: () => Promise<Runtime> },
): Promise<FewShotMethod> {
  if (!base)
    throw new ConfigError('few_shot.methods', `${name} is learned on base classes`, 'name some under base');
  const classes = base.classNames.length;
  const ways = name === 'relation' ? Math.min(of.ways, classes) : of.ways;
  if (classes < ways)
    throw new ConfigError(
      'few_shot.base',
      `${classes} base classes are fewer than the ${ways} ways that ${name} is judged at`,
      'lower ways, or name more base classes',
    );
  const shots = Math.min(mostShots, fewestPatients(base) - 1);
  const { tf } = await of.runtime();
  const options = { ...defaults, ways, shots };
  const random = of.random.fork(name);
  const even = evenedBy(base.features);
  const task = { ...base, features: even(base.features) };
  const adapt = name === 'anil' ? 'head' : 'network';
  const method =
    name === 'relation'
      ? await learnRelation({ task, tf }, options, random)
      : await learnMaml({ task, tf }, { ...options, ...inner, adapt }, random);
  return {
    ...{ name: method.name, transductive: method.transductive },
    classify: ({ features, ...support }, queries, stream) =>
      method.classify({ ...support, features: even(features) }, even(queries), stream),
  };
}

/** Features at mean 0 and spread 1 over the base classes: a network of one rate learns from loud and quiet ones alike. */
function evenedBy(base: FeatureTable): (table: FeatureTable) => FeatureTable {
  const { mean, variance } = pooledMoments(base);
  const scale = variance.map((square) => (square > 0 ? 1 / Math.sqrt(square) : 1));
  return ({ rows, width, values }) => ({
    ...{ rows, width },
    values: values.map((value, at) => (value - (mean[at % width] as number)) * (scale[at % width] as number)),
  });
}

function fewestPatients({ classes, classNames, groups }: ClassTask): number {
  const own = classNames.map(() => new Set<number>());
  classes.forEach((code, row) => {
    own[code]?.add(groups[row] as number);
  });
  return Math.min(...own.map(({ size }) => size));
}
