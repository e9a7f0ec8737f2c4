import { ContractError } from '@raredx/tables';
import type { OboFile, OboTerm } from './obo-term.ts';

const quoted = (value: string): string => {
  const match = /^"((?:[^"\\]|\\.)*)"/.exec(value);
  return (match?.[1] ?? '').replaceAll(/\\(.)/g, '$1');
};

const unexplained = (value: string): string => {
  const at = value.indexOf(' ! ');
  return (at < 0 ? value : value.slice(0, at)).trim();
};

const parseTerm = (block: string): OboTerm => {
  const fields = new Map<string, string[]>();
  for (const line of block.split('\n')) {
    const at = line.indexOf(': ');
    if (at < 0) continue;
    const key = line.slice(0, at);
    const values = fields.get(key);
    if (values) values.push(line.slice(at + 2));
    else fields.set(key, [line.slice(at + 2)]);
  }
  const all = (key: string) => fields.get(key) ?? [];
  return {
    id: all('id')[0] ?? '',
    name: all('name')[0] ?? '',
    definition: quoted(all('def')[0] ?? ''),
    synonyms: all('synonym').map(quoted),
    parents: all('is_a').map(unexplained),
    alternatives: all('alt_id'),
    obsolete: all('is_obsolete')[0] === 'true',
    replacedBy: all('replaced_by').map(unexplained),
    consider: all('consider').map(unexplained),
  };
};

/**
 * The terms of an OBO 1.2 file, in its order, with the release that it says it is.
 *
 * @throws ContractError where the text holds no version or no term
 */
export function parseObo(text: string): OboFile {
  const blocks = text.split('\n\n');
  const version = /^data-version:\s*(?:.*\/)?(\S+)/m.exec(blocks[0] ?? '')?.[1];
  if (!version) throw new ContractError('hp.obo', 'no data-version in the header');
  const terms = blocks.filter((block) => block.startsWith('[Term]')).map(parseTerm);
  if (terms.length === 0) throw new ContractError('hp.obo', 'holds no [Term]');
  return { version, terms };
}
