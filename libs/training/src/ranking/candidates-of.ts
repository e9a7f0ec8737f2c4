import { type Annotations, aspects } from '@raredx/ontology';

/**
 * The diseases of one nomenclature that have at least one phenotype row, in the order of their ids. Taken from the whole
 * knowledge, before any publication is removed: what is ranked must not depend on what is left of the profiles.
 */
export function candidatesOf(annotations: Annotations, nomenclature = 'OMIM'): readonly string[] {
  const described = new Set<number>();
  const phenotype = aspects.indexOf('P');
  for (let row = 0; row < annotations.rows; row += 1) {
    if (annotations.aspect[row] === phenotype) described.add(annotations.disease[row]);
  }
  return annotations.diseases.filter((id, at) => described.has(at) && id.startsWith(`${nomenclature}:`));
}
