import type { Ontology } from '../graph/ontology.ts';
import type { Annotations } from './annotations.ts';
import type { GeneLinks } from './gene-links.ts';

/** All that a ranker may know before it sees a patient: terms, what diseases are said to look like, their genes. */
export interface Knowledge {
  readonly ontology: Ontology;
  readonly annotations: Annotations;
  readonly genes: GeneLinks;
}
