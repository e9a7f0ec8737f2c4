import { closedTerms, type Ontology } from '@raredx/ontology';
import type { Shot } from './shot.ts';

/** How much a patient looks like the diagnosed ones of each candidate. */
export interface ShotLikeness {
  /** Adds `weight` times the likeness to the scores of candidates that have shots. */
  add(observed: Int32Array, weight: number, into: Float32Array): void;
}

/**
 * Cosine of closed term sets, each term weighted by its information, to the most alike of a disease's patients: the mean of
 * the `nearest` largest.
 */
export function shotLikeness(
  ontology: Ontology,
  {
    shots,
    candidates,
    information,
    nearest = 2,
  }: {
    readonly shots: readonly Shot[];
    readonly candidates: readonly string[];
    readonly information: Float32Array;
    readonly nearest?: number;
  },
): ShotLikeness {
  const placeOf = new Map(candidates.map((id, at) => [id, at]));
  const place = Int32Array.from(shots, ({ disease }) => placeOf.get(disease) ?? -1);
  const holders: number[][] = [];
  const length = Float64Array.from(shots, ({ observed }, shot) => {
    let squares = 0;
    for (const term of closedTerms(ontology, observed)) {
      squares += information[term] ** 2;
      const list = holders[term];
      if (list) list.push(shot);
      else holders[term] = [shot];
    }
    return Math.sqrt(squares) || 1;
  });
  const dot = new Float64Array(shots.length);
  return {
    add(observed, weight, into) {
      dot.fill(0);
      let squares = 0;
      for (const term of closedTerms(ontology, observed)) {
        const value = information[term] ** 2;
        squares += value;
        for (const shot of holders[term] ?? []) dot[shot] += value;
      }
      const own = Math.sqrt(squares) || 1;
      const best = new Map<number, number[]>();
      for (let shot = 0; shot < shots.length; shot += 1) {
        if (place[shot] < 0) continue;
        const list = best.get(place[shot]) ?? [];
        list.push(dot[shot] / (length[shot] * own));
        best.set(place[shot], list);
      }
      for (const [at, all] of best) {
        const top = all.sort((a, b) => b - a).slice(0, nearest);
        into[at] += (weight * top.reduce((total, value) => total + value, 0)) / top.length;
      }
    },
  };
}
