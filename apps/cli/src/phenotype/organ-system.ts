import { listAt, type Ontology } from '@raredx/ontology';

const abnormality = 'HP:0000118';

/** The organ system that most terms of a case lie in; a term in several counts for each. */
export function organSystemOf(ontology: Ontology): (observed: Int32Array) => string {
  const root = ontology.places.get(abnormality);
  const systems = root === undefined ? [] : Array.from(listAt(ontology.children, root));
  return (observed) => {
    const counts = systems.map(
      (system) => observed.filter((term) => listAt(ontology.ancestors, term).includes(system)).length,
    );
    const most = Math.max(0, ...counts);
    return most === 0 ? 'unknown' : (ontology.names[systems[counts.indexOf(most)] as number] as string);
  };
}
