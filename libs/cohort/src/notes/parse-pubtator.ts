import { ContractError } from '@raredx/tables';
import type { Mention } from './note-cohort.ts';

/** A document of PubTator: title and abstract with one space between, as its offsets count. */
export interface PubtatorNote {
  readonly id: string;
  readonly text: string;
  readonly mentions: readonly Mention[];
}

/**
 * Reads PubTator: `id|t|title`, `id|a|abstract`, then tab-separated mentions, documents parted by an empty line.
 *
 * @throws ContractError naming the line that is none of these, or whose offsets do not fit the text
 */
export function parsePubtator(content: string, where: string): readonly PubtatorNote[] {
  const parts = new Map<string, { title: string; abstract: string; mentions: Mention[] }>();
  content.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '') return;
    const text = /^([^|\t]+)\|([ta])\|(.*)$/.exec(line);
    if (text) {
      const [, id = '', part, words = ''] = text;
      const note = parts.get(id) ?? { title: '', abstract: '', mentions: [] };
      parts.set(id, { ...note, [part === 't' ? 'title' : 'abstract']: words });
      return;
    }
    const [id = '', start, end, , , concept = ''] = line.split('\t');
    const note = parts.get(id);
    if (!note || !/^\d+$/.test(start ?? '') || !/^\d+$/.test(end ?? '')) {
      throw new ContractError(where, `line ${index + 1} is no title, abstract or mention of PubTator`);
    }
    const mention = { start: Number(start), end: Number(end), concept };
    if (mention.end > note.title.length + 1 + note.abstract.length || mention.start >= mention.end) {
      throw new ContractError(where, `the mention in line ${index + 1} lies outside its text`);
    }
    note.mentions.push(mention);
  });
  return [...parts].map(([id, { title, abstract, mentions }]) => {
    return { id, text: `${title} ${abstract}`, mentions };
  });
}
