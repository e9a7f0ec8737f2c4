import type { Random } from '@raredx/stats';
import type { FeatureTable } from '../features.ts';
import type { EpisodeProducts } from './episode-products.ts';
import type { ClassEpisode } from './episodes/draw-episodes.ts';
import type { GramTable } from './episodes/gram-table.ts';
import type { BaseStatistics, Support } from './support.ts';

/** A way to classify queries from a handful of labelled examples, the embedding given. */
export interface FewShotMethod {
  readonly name: string;
  /** True where the queries are looked at together: their class shares then sway each answer. */
  readonly transductive: boolean;
  /** Probabilities, queries × classes, row-major. */
  classify(support: Support, queries: FeatureTable, random: Random, base?: BaseStatistics): Float64Array;
  /** The same from the rows of a table, where they need not be copied out. */
  readonly fromTable?: (features: FeatureTable, episode: ClassEpisode) => Float64Array;
  /** The same from inner products alone: what lets many episodes share one Gram matrix. */
  readonly fromProducts?: (products: EpisodeProducts) => Float64Array;
  /**
   * The same read straight from that matrix, where taking out the episode's products would cost more than the answer;
   * for methods that ask for distances alone, wherever the origin lies.
   */
  readonly fromGram?: (table: GramTable, episode: ClassEpisode) => Float64Array;
}
