import type { Ontology } from '@raredx/ontology';
import { createRandom } from '@raredx/stats';
import { openEmbedding, type Tower, unitRows } from '../ranking/tower.ts';
import { shotGroups } from './shot-groups.ts';
import type { ShotLikeness } from './shot-likeness.ts';
import type { PublishedShot } from './spread-shots.ts';
import { type TuningOptions, tuneTower } from './tune-tower.ts';

export interface TunedLikenessRequest {
  readonly shots: readonly PublishedShot[];
  readonly candidates: readonly string[];
  readonly tower: Tower;
  /** Log odds of a cosine of 1 to the direction of a disease: what the tower says of it and its patients' mean. */
  readonly direction: number;
  /** How many of a disease's most alike patients count. */
  readonly nearest: number;
  readonly tuning?: TuningOptions;
}

/** The same shots are asked about in open and closed sets, and tuned for once. */
const tuned = new WeakMap<readonly PublishedShot[], { readonly from: Float32Array; readonly tower: Tower }>();

/**
 * How much a patient looks like the diagnosed ones of each candidate, in a tower tuned to them: see `tuneTower`. Nothing
 * is added to a candidate without patients.
 */
export function tunedLikeness(ontology: Ontology, request: TunedLikenessRequest): ShotLikeness {
  const { shots, candidates, tower, direction, nearest } = request;
  const { dimension } = tower;
  const groups = shotGroups(shots);
  const placeOf = new Map(candidates.map((id, at) => [id, at]));
  const place = groups.diseases.map((id) => placeOf.get(id) as number);
  const directions = new Float32Array(place.length * dimension);
  place.forEach((at, row) => {
    directions.set(tower.diseases.subarray(at * dimension, (at + 1) * dimension), row * dimension);
  });
  const own = tunedTower(ontology, { ...request, directions });
  const embed = openEmbedding(ontology, own);
  const shown = new Float32Array(shots.length * dimension);
  shots.forEach(({ observed }, at) => {
    shown.set(unitRows(embed(observed), dimension), at * dimension);
  });
  const means = directions.slice();
  const members: number[][] = groups.diseases.map(() => []);
  groups.disease.forEach((row, shot) => {
    members[row].push(shot);
    for (let axis = 0; axis < dimension; axis += 1)
      means[row * dimension + axis] += shown[shot * dimension + axis];
  });
  const towards = unitRows(means, dimension);
  const cosine = (point: Float32Array, points: Float32Array, row: number): number => {
    let total = 0;
    for (let axis = 0, at = row * dimension; axis < dimension; axis += 1)
      total += point[axis] * points[at + axis];
    return total;
  };
  return {
    add(observed, weight, into) {
      const point = unitRows(embed(observed), dimension);
      members.forEach((shotsOf, row) => {
        const best = shotsOf.map((shot) => cosine(point, shown, shot)).sort((a, b) => b - a);
        const top = best.slice(0, nearest);
        const alike = top.reduce((total, value) => total + value, 0) / top.length;
        into[place[row]] += weight * alike + direction * cosine(point, towards, row);
      });
    },
  };
}

function tunedTower(
  ontology: Ontology,
  { shots, tower, directions, tuning }: TunedLikenessRequest & { readonly directions: Float32Array },
): Tower {
  const kept = tuned.get(shots);
  if (kept?.from === tower.terms) return kept.tower;
  const random = createRandom('tuning');
  const made = tuneTower(ontology, tower, {
    ...{ shots, directions, random },
    ...(tuning && { options: tuning }),
  });
  tuned.set(shots, { from: tower.terms, tower: made });
  return made;
}
