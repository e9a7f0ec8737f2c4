export { buildOntology } from './graph/build-ontology.ts';
export { closedTerms } from './graph/closed-terms.ts';
export { descendants } from './graph/descendants.ts';
export type { Ontology, RetiredTerm } from './graph/ontology.ts';
export { parseObo } from './graph/parse-obo.ts';
export { listAt, type Ragged, raggedOf } from './graph/ragged.ts';
export { type ResolvedTerm, resolveTerm } from './graph/resolve-term.ts';
export { hpoAcknowledgement, pinnedHpo } from './hpo/pinned-hpo.ts';
export { type HpoSource, provideHpo } from './hpo/provide-hpo.ts';
export { type Annotations, aspects, type FrequencyKind, frequencyKinds } from './knowledge/annotations.ts';
export { type GeneLinks, parseGeneLinks } from './knowledge/gene-links.ts';
export type { Knowledge } from './knowledge/knowledge.ts';
export { openKnowledge, readKnowledge } from './knowledge/open-knowledge.ts';
export { parseFrequency } from './knowledge/parse-frequency.ts';
export { parseHpoa } from './knowledge/parse-hpoa.ts';
export { publicationsOf } from './knowledge/publications-of.ts';
export { keepRows, withoutPublications } from './knowledge/without-publications.ts';
export { OntologyError } from './ontology-error.ts';
export { noiseTermOf } from './simulation/noise-term.ts';
export {
  type NoiseTerm,
  type SimulatedProfile,
  type SimulationOptions,
  simulatePatient,
} from './simulation/simulate-patient.ts';
