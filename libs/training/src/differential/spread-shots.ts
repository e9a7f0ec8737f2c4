import { type Random, shuffled } from '@raredx/stats';
import type { Shot } from './shot.ts';

/** A diagnosed patient with the publication that describes them. */
export interface PublishedShot extends Shot {
  readonly publication: string;
}

/**
 * At most k patients of each disease, spread over its publications: one of each in turn, publications and patients in
 * random order. A publication is a family or a series: its patients say less than as many of others.
 *
 * @param k patients a disease; Infinity takes all
 */
export function spreadShots<S extends PublishedShot>(pool: readonly S[], k: number, random: Random): S[] {
  const diseases = new Map<string, Map<string, S[]>>();
  for (const shot of pool) {
    const papers = diseases.get(shot.disease) ?? new Map<string, S[]>();
    diseases.set(shot.disease, papers);
    papers.set(shot.publication, [...(papers.get(shot.publication) ?? []), shot]);
  }
  return [...diseases].sort().flatMap(([disease, papers]) => {
    const own = random.fork(disease);
    const piles = inAnyOrder(
      [...papers].sort().map(([paper, shots]) => inAnyOrder(shots, own.fork(paper))),
      own,
    );
    const most = Math.max(...piles.map((pile) => pile.length));
    const turns = Array.from({ length: most }, (_, turn) =>
      piles.flatMap((pile) => pile.slice(turn, turn + 1)),
    );
    return turns.flat().slice(0, Math.min(k, pool.length));
  });
}

const inAnyOrder = <T>(values: readonly T[], random: Random): T[] =>
  Array.from(shuffled(values.length, random), (at) => values[at]);
