import { listAt, type Ontology } from '@raredx/ontology';
import type { TermShares } from './term-shares.ts';

/** −log of the share of candidates that have each term or something below it; 0 for a term that none has. */
export function informationContent({ offsets }: TermShares, candidates: number): Float32Array {
  return Float32Array.from({ length: offsets.length - 1 }, (_, term) => {
    const holders = offsets[term + 1] - offsets[term];
    return holders === 0 ? 0 : -Math.log(holders / candidates);
  });
}

/**
 * The contribution of an observed term to a candidate: the information of the most telling ancestor that they share.
 *
 * @see Resnik P. Using information content to evaluate semantic similarity in a taxonomy. IJCAI 1995:448-453
 */
export function sharedInformationRows(
  ontology: Ontology,
  { offsets, candidate }: TermShares,
  information: Float32Array,
): (term: number, into: Float32Array) => void {
  return (term, into) => {
    into.fill(0);
    for (const above of listAt(ontology.ancestors, term)) {
      const value = information[above];
      for (let at = offsets[above]; at < offsets[above + 1]; at += 1) {
        if (value > into[candidate[at]]) into[candidate[at]] = value;
      }
    }
  };
}
