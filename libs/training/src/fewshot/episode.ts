import type { Random } from '@raredx/stats';
import { shuffled } from '@raredx/stats';

/** Row numbers of one episode: the same number of support and query patients from each class, nobody in both. */
export interface Episode {
  /** Class-major: `classes × shots` rows. */
  readonly support: Uint32Array;
  /** Class-major: `classes × queries` rows. */
  readonly query: Uint32Array;
}

/**
 * Draws an episode. A patient is one row here, so support and query share no patient by construction. Queries are
 * drawn again from the rest of the class where it has fewer than `queries` patients left.
 *
 * @param byClass rows of each class
 */
export function drawEpisode(
  byClass: readonly Uint32Array[],
  { shots, queries }: { readonly shots: number; readonly queries: number },
  random: Random,
): Episode {
  const support = new Uint32Array(byClass.length * shots);
  const query = new Uint32Array(byClass.length * queries);
  byClass.forEach((rows, c) => {
    const order = shuffled(rows.length, random.fork(c));
    const held = Math.min(shots, rows.length - 1);
    for (let i = 0; i < shots; i++) support[c * shots + i] = rows[order[i % held]];
    for (let i = 0; i < queries; i++) {
      query[c * queries + i] = rows[order[held + (i % (rows.length - held))]];
    }
  });
  return { support, query };
}
