import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PhenotypeCase, readCases } from '@raredx/cohort';
import { type Ontology, resolveTerm } from '@raredx/ontology';

const folder = fileURLToPath(new URL('../../../../shared/data/phenopackets', import.meta.url));
const zip = join(folder, 'phenopacket-store.zip');
export const reportsAbsent = !existsSync(zip);

const freeze = '2025-01-16';
const mostOfOne = 20;

/** Published case reports whose paper is not cited for their disease, the disease in the knowledge base. */
export interface CaseReports {
  /** T1: first seen after the freeze. */
  readonly external: readonly PhenotypeCase[];
  /** DEV-U: up to the freeze, at most 20 of a publication, evenly spaced. */
  readonly development: readonly PhenotypeCase[];
}

const spaced = (cases: readonly PhenotypeCase[]): PhenotypeCase[] =>
  Array.from(
    { length: Math.min(mostOfOne, cases.length) },
    (_, at) => cases[Math.floor(at * Math.max(1, cases.length / mostOfOne))] as PhenotypeCase,
  );

export async function readReports(ontology: Ontology): Promise<CaseReports> {
  const lines = readFileSync(join(folder, 'case_flags.tsv'), 'utf8').trim().split('\n').slice(1);
  const seen = new Map<string, string>();
  for (const line of lines) {
    const [id = '', , , first = '', cited, known] = line.split('\t');
    if (cited === '0' && known === '1') seen.set(id, first);
  }
  const { cases } = await readCases(zip, { lookUp: (id) => resolveTerm(ontology, id) });
  const external: PhenotypeCase[] = [];
  const byPublication = new Map<string, PhenotypeCase[]>();
  for (const one of cases) {
    const first = seen.get(one.id);
    if (first === undefined) continue;
    if (first > freeze) external.push(one);
    else byPublication.set(publicationOf(one), [...(byPublication.get(publicationOf(one)) ?? []), one]);
  }
  return { external, development: [...byPublication.values()].flatMap(spaced) };
}

/** What makes cases one cluster. */
export const publicationOf = ({ id, pmid }: PhenotypeCase): string => pmid ?? id;
