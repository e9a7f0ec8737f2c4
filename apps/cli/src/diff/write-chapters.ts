import { textTable } from '../plan/text-table.ts';
import type { Chapter } from './say-diff.ts';

/** Chapters for a terminal. */
export function chaptersAsText(chapters: readonly Chapter[]): string {
  return chapters
    .map(({ title, sentences, header, rows }) =>
      [title, ...sentences, ...(rows.length > 0 ? [textTable(header, rows)] : [])]
        .join('\n')
        .replaceAll('\n', '\n  '),
    )
    .join('\n\n')
    .concat('\n');
}

/** Chapters as Markdown. */
export function chaptersAsMarkdown(heading: string, chapters: readonly Chapter[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  const parts = chapters.flatMap(({ title, sentences, header, rows }) => [
    `## ${title}`,
    ...sentences.map(escaped),
    ...(rows.length > 0 ? [[line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')] : []),
  ]);
  return `${[`# ${escaped(heading)}`, ...parts].join('\n\n')}\n`;
}

/** Names come from elsewhere: none of them may become markup. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>|#]/g, '\\$&').replaceAll(/\s+/g, ' ');
}
