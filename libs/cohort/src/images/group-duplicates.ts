import type { DuplicatePair } from './find-duplicate-images.ts';

/**
 * Units of independence where pictures occur twice: patients who share a picture become one, named after the first of
 * them in the rows, and so every split keeps the copies together. Give the result to `splitByPatient` as `patientId`.
 *
 * @param patients of each row
 * @param pairs positions among the same rows
 *
 * @example
 * groupDuplicates(['a', 'b', 'c'], [{ first: 0, second: 2, kind: 'exact', likeness: 1 }]) // => ['a', 'b', 'a']
 */
export function groupDuplicates(
  patients: readonly string[],
  pairs: readonly DuplicatePair[],
): readonly string[] {
  const order = new Map<string, number>();
  for (const patient of patients) if (!order.has(patient)) order.set(patient, order.size);
  const parent = new Map<string, string>();
  const head = (patient: string) => {
    let top = patient;
    for (let next = parent.get(top); next !== undefined; next = parent.get(top)) top = next;
    return top;
  };
  for (const { first, second } of pairs) {
    const [one, other] = [head(patients[first] as string), head(patients[second] as string)];
    if (one === other) continue;
    const [kept, joined] =
      (order.get(one) as number) < (order.get(other) as number) ? [one, other] : [other, one];
    parent.set(joined, kept);
  }
  return Object.freeze(patients.map(head));
}
