/** A diagnosed patient that a disease is learned from. Terms are places in the ontology. */
export interface Shot {
  /** Disease id; one that is no candidate yet becomes one. */
  readonly disease: string;
  readonly observed: Int32Array;
}
