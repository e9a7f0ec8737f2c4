import { listAt, type Ontology } from '@raredx/ontology';
import type { TermShares } from './term-shares.ts';

export interface LikelihoodRatioOptions {
  /** Weight of a match that is only a more general term. */
  readonly general?: number;
  /** The ratio of a term that nothing in the profile explains. */
  readonly floor?: number;
  /** The share of findings that say nothing about the disease: ratio 1, mixed in. */
  readonly noise?: number;
}

/**
 * The contribution of an observed term t to candidate d:
 *
 *     log(noise + (1 − noise) · max(floor, max over ancestors a of t (w_a · F[d, a] / background[a])))
 *
 * where w = 1 for t itself and `general` above it, F is the closed share and background its mean over the candidates. One pass over the inverted shares of each
 * ancestor.
 */
export function likelihoodRatioRows(
  ontology: Ontology,
  { offsets, candidate, share, background }: TermShares,
  { general = 0.1, floor = 0.05, noise = 0 }: LikelihoodRatioOptions = {},
): (term: number, into: Float32Array) => void {
  return (term, into) => {
    into.fill(floor);
    for (const above of listAt(ontology.ancestors, term)) {
      const scale = (above === term ? 1 : general) / background[above];
      for (let at = offsets[above]; at < offsets[above + 1]; at += 1) {
        const ratio = scale * share[at];
        if (ratio > into[candidate[at]]) into[candidate[at]] = ratio;
      }
    }
    for (let place = 0; place < into.length; place += 1)
      into[place] = Math.log(noise + (1 - noise) * into[place]);
  };
}
