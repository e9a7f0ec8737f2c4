/** The ontology's files could not be had: no Python with pip, no network, wrong bytes. Exit code 6. */
export class OntologyError extends Error {
  readonly exitCode = 6;
  readonly advice: string;

  constructor(problem: string, advice: string) {
    super(`ontology: ${problem}`);
    this.name = 'OntologyError';
    this.advice = advice;
  }
}
