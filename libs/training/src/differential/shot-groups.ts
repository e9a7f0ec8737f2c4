import type { PublishedShot } from './spread-shots.ts';

/** Shots by disease and by publication. */
export interface ShotGroups {
  /** Diseases that have shots, in the order of their ids. */
  readonly diseases: readonly string[];
  /** Of each shot, the place of its disease, and of its publication's shots of that disease. */
  readonly disease: Int32Array;
  readonly group: Int32Array;
  readonly groupCount: number;
  /** Publications of each disease. */
  readonly publications: Int32Array;
  /** Shots whose disease has another publication, and the running sum of their weights: 1 / √n for a group of n. */
  readonly questions: Int32Array;
  readonly upTo: Float64Array;
}

export function shotGroups(shots: readonly PublishedShot[]): ShotGroups {
  const diseases = [...new Set(shots.map((shot) => shot.disease))].sort();
  const placeOf = new Map(diseases.map((id, at) => [id, at]));
  const groupOf = new Map<string, number>();
  const disease = Int32Array.from(shots, (shot) => placeOf.get(shot.disease) as number);
  const group = Int32Array.from(shots, ({ disease: id, publication }) => {
    const key = `${id} ${publication}`;
    const place = groupOf.get(key) ?? groupOf.size;
    groupOf.set(key, place);
    return place;
  });
  const sizes = new Int32Array(groupOf.size);
  const publications = new Int32Array(diseases.length);
  group.forEach((own, shot) => {
    if (sizes[own] === 0) publications[disease[shot]] += 1;
    sizes[own] += 1;
  });
  const questions = Int32Array.from(shots.keys()).filter((shot) => publications[disease[shot]] > 1);
  let total = 0;
  const upTo = Float64Array.from(questions, (shot) => {
    total += 1 / Math.sqrt(sizes[group[shot]]);
    return total;
  });
  return { diseases, disease, group, groupCount: groupOf.size, publications, questions, upTo };
}
