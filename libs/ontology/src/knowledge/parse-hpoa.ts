import { ContractError } from '@raredx/tables';
import type { Ontology } from '../graph/ontology.ts';
import { resolveTerm } from '../graph/resolve-term.ts';
import { type Annotations, aspects, frequencyKinds } from './annotations.ts';
import { parseFrequency } from './parse-frequency.ts';

const columns =
  'database_id disease_name qualifier hpo_id reference evidence onset frequency sex modifier aspect biocuration';

interface Growing {
  readonly names: Map<string, string>;
  readonly references: Map<string, number>;
  readonly rows: (readonly [
    string,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ])[];
}

const sexes: Readonly<Record<string, number>> = { '': 0, MALE: 1, FEMALE: 2 };

const referenceOf = (text: string, references: Map<string, number>): number => {
  const known = references.get(text);
  if (known !== undefined) return known;
  references.set(text, references.size);
  return references.size - 1;
};

const readRow = (
  cells: readonly string[],
  ontology: Ontology,
  { names, references, rows }: Growing,
): boolean => {
  const [
    id = '',
    name = '',
    qualifier,
    hpo = '',
    reference = '',
    ,
    onset = '',
    frequency = '',
    sex = '',
    ,
    aspect,
  ] = cells;
  const place = resolveTerm(ontology, hpo);
  const share = parseFrequency(frequency);
  const about = aspects.indexOf(aspect as (typeof aspects)[number]);
  if (!('term' in place) || !share || about < 0) return false;
  const began = resolveTerm(ontology, onset);
  names.set(id, name);
  rows.push([
    id,
    place.term,
    about,
    qualifier === 'NOT' ? 1 : 0,
    frequencyKinds.indexOf(share.kind),
    share.share,
    share.examined,
    'term' in began ? began.term : -1,
    sexes[sex.toUpperCase()] ?? 0,
    referenceOf(reference, references),
  ]);
  return true;
};

const toColumns = ({ names, references, rows }: Growing, version: string): Annotations => {
  const diseases = [...names.keys()].sort();
  const places = new Map(diseases.map((id, at) => [id, at]));
  const column = <T>(make: (read: (row: number) => number) => T, at: number): T =>
    make((row) => rows[row]?.[at] as number);
  const int = (read: (row: number) => number) =>
    Int32Array.from({ length: rows.length }, (_, row) => read(row));
  const byte = (read: (row: number) => number) =>
    Uint8Array.from({ length: rows.length }, (_, row) => read(row));
  return Object.freeze({
    version,
    diseases,
    diseaseNames: diseases.map((id) => names.get(id) ?? ''),
    references: [...references.keys()].map((text) => text.split(';').filter(Boolean)),
    rows: rows.length,
    disease: int((row) => places.get(rows[row]?.[0] as string) as number),
    term: column(int, 1),
    aspect: column(byte, 2),
    negated: column(byte, 3),
    frequencyKind: column(byte, 4),
    frequency: Float32Array.from({ length: rows.length }, (_, row) => rows[row]?.[5] as number),
    examined: column(int, 6),
    onset: column(int, 7),
    sex: column(byte, 8),
    reference: column(int, 9),
  });
};

/**
 * The rows of `phenotype.hpoa`, terms as places in `ontology`.
 *
 * @throws ContractError where the header is another or a row cannot be read
 */
export function parseHpoa(text: string, ontology: Ontology): Annotations {
  const lines = text.split('\n');
  const head = lines.findIndex((line) => line !== '' && !line.startsWith('#'));
  if (lines[head]?.split('\t').join(' ') !== columns) {
    throw new ContractError('phenotype.hpoa', 'has other columns than expected', `expected: ${columns}`);
  }
  const version = /^#version:\s*(\S+)/m.exec(lines.slice(0, head).join('\n'))?.[1] ?? ontology.version;
  const growing: Growing = { names: new Map(), references: new Map(), rows: [] };
  for (let at = head + 1; at < lines.length; at += 1) {
    const line = lines[at] as string;
    if (line === '' || readRow(line.split('\t'), ontology, growing)) continue;
    throw new ContractError(
      'phenotype.hpoa',
      `line ${at + 1} has a term, frequency or aspect that cannot be read`,
    );
  }
  return toColumns(growing, version);
}
