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
    return most === 0
      ? 'unknown'
      : shortName(ontology.names[systems[counts.indexOf(most)] as number] as string);
  };
}

/** `Abnormality of the eye` as a level among others. */
function shortName(name: string): string {
  const short = name.replace(/^Abnormality of (?:the )?/, '');
  return short.charAt(0).toUpperCase() + short.slice(1);
}
