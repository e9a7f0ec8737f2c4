import type { Random } from '@raredx/stats';
import type { FeatureTable } from '../../features.ts';
import type { Tensors } from '../../tensors.ts';
import type { FewShotMethod } from '../few-shot-method.ts';
import type { BaseStatistics } from '../support.ts';
import type { ClassEpisode } from './draw-episodes.ts';
import { gramTable, productsOfEpisode } from './gram-table.ts';
import { featureRows } from './select-classes.ts';

export interface ClassifyOptions {
  readonly random: Random;
  readonly base?: BaseStatistics;
  /** Makes the Gram matrix native, in single precision: probabilities then agree to about 1e-5. */
  readonly tensors?: Tensors;
}

/** Beyond so many rows the Gram matrix would take more memory (500 MB in double precision) than it saves time. */
const mostRows = 8_000;
/** Inner products that the tensors make in the time of one made here. */
const nativePace = 16;

/**
 * Probabilities of each episode's queries (queries × ways). Methods that need inner products alone share one Gram matrix
 * of all rows in use, so that an episode costs look-ups and not products of features.
 */
export function classifyEpisodes(
  method: FewShotMethod,
  features: FeatureTable,
  episodes: readonly ClassEpisode[],
  { random, base, tensors }: ClassifyOptions,
): Float64Array[] {
  const { fromProducts, fromGram, fromTable } = method;
  if (fromProducts && sharingPays(features, episodes, { direct: !!fromTable, native: !!tensors })) {
    const made = tensors && { tensors };
    if (fromGram) {
      const table = gramTable(features, episodes, { ...made, distances: true });
      return episodes.map((episode) => fromGram(table, episode));
    }
    const table = gramTable(features, episodes, { ...made, ...(base && { base }) });
    return episodes.map((episode) => fromProducts(productsOfEpisode(table, episode)));
  }
  if (fromTable) return episodes.map((episode) => fromTable(features, episode));
  return episodes.map((episode, i) =>
    method.classify(
      {
        features: featureRows(features, episode.support),
        classes: episode.supportClasses,
        classCount: episode.ways.length,
      },
      featureRows(features, episode.query),
      random.fork(i),
      base,
    ),
  );
}

/**
 * Whether the products of all pairs of rows in use cost less than those that the episodes would compute one by one:
 * of all pairs with a support row, or of queries with class means alone where the method needs no others.
 */
function sharingPays(
  { rows }: FeatureTable,
  episodes: readonly ClassEpisode[],
  { direct, native }: { readonly direct: boolean; readonly native: boolean },
): boolean {
  const used = new Uint8Array(rows);
  let pairs = 0;
  for (const { ways, support, query } of episodes) {
    for (const row of support) used[row] = 1;
    for (const row of query) used[row] = 1;
    pairs += direct
      ? support.length + query.length * ways.length
      : support.length * (support.length / 2 + query.length);
  }
  let count = 0;
  for (let row = 0; row < rows; row++) count += used[row];
  return count <= mostRows && (count * count) / 2 <= pairs * (native ? nativePace : 1);
}
