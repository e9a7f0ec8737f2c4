import { bootstrapCounts, clustersOf, createRandom } from '@raredx/stats';

/** How often each publication of a cohort is drawn in each resample. */
export interface PublicationDraws {
  /** Publication of each case. */
  readonly of: Uint32Array;
  readonly count: number;
  /** A resample each. */
  readonly drawn: readonly Uint16Array[];
}

/** Draws of a cohort by the publications of its cases; the same cohort is drawn once. */
export type DrawPublications = (sites: readonly string[], partition: string) => PublicationDraws;

/** Resamples of publications, all of a cohort's each time, so that statements about one cohort share them. */
export function publicationDraws({
  seed,
  bootstrap,
}: {
  readonly seed: number;
  readonly bootstrap: number;
}): DrawPublications {
  const made = new Map<readonly string[], PublicationDraws>();
  return (sites, partition) => {
    const before = made.get(sites);
    if (before) return before;
    const { of, count } = clustersOf(sites);
    const random = createRandom(seed).fork('ranking').fork(partition);
    const drawn = Array.from({ length: bootstrap }, (_, b) =>
      bootstrapCounts(count, random.fork(b), new Uint16Array(count)),
    );
    const draws = { of, count, drawn };
    made.set(sites, draws);
    return draws;
  };
}
