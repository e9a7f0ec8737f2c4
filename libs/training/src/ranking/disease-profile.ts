import { type Annotations, aspects, frequencyKinds } from '@raredx/ontology';

/** What a disease is said to look like: terms, each once, ascending, with the share of patients who have them. */
export interface DiseaseProfile {
  readonly terms: Int32Array;
  readonly frequency: Float32Array;
}

export interface ProfileOptions {
  /** The share that stands for a frequency nobody gave. */
  readonly missing?: number;
  /** Pseudo-patients with the feature in half of them, added to counted frequencies. */
  readonly shrink?: number;
}

const shareOf = (
  annotations: Annotations,
  row: number,
  { missing = 1, shrink = 0 }: ProfileOptions,
): number => {
  const kind = frequencyKinds[annotations.frequencyKind[row]];
  if (kind === 'missing') return missing;
  const [share, examined] = [annotations.frequency[row], annotations.examined[row]];
  return kind === 'counted' && shrink > 0 ? (share * examined + shrink / 2) / (examined + shrink) : share;
};

/** The profile of each of `ids`; a term with several rows counts with its largest share, a NOT row not at all. */
export function diseaseProfiles(
  annotations: Annotations,
  ids: readonly string[],
  options: ProfileOptions = {},
): DiseaseProfile[] {
  const wanted = new Map(ids.map((id, at) => [id, at]));
  const places = annotations.diseases.map((id) => wanted.get(id) ?? -1);
  const found = ids.map(() => new Map<number, number>());
  const phenotype = aspects.indexOf('P');
  for (let row = 0; row < annotations.rows; row += 1) {
    const place = places[annotations.disease[row]];
    if (place < 0 || annotations.aspect[row] !== phenotype || annotations.negated[row] === 1) continue;
    const terms = found[place] as Map<number, number>;
    const share = shareOf(annotations, row, options);
    const term = annotations.term[row];
    if (share >= (terms.get(term) ?? 0)) terms.set(term, share);
  }
  return found.map((terms) => {
    const sorted = [...terms.keys()].sort((a, b) => a - b);
    return {
      terms: Int32Array.from(sorted),
      frequency: Float32Array.from(sorted, (term) => terms.get(term) as number),
    };
  });
}
