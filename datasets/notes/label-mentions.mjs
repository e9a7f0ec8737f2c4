/**
 * `node datasets/notes/label-mentions.mjs --concept HP:0001250` writes `data/mentions.csv`: one row a note, with whether a
 * reader marked the concept (or one of those named) in it. The words themselves stay in the text: the task is easy on purpose.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'data');
const { values } = parseArgs({
  options: { concept: { type: 'string', multiple: true, default: ['HP:0001250'] } },
});
const wanted = new Set(values.concept);
const notes = readFileSync(join(folder, 'id68.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line));
const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
const rows = notes.map(({ id, text, annotations }) => {
  const marked = annotations.some(({ hpo }) => wanted.has(hpo));
  return [id, quoted(text), marked ? 'mentioned' : 'not-mentioned', id].join(',');
});
writeFileSync(join(folder, 'mentions.csv'), `id,text,label,patient\n${rows.join('\n')}\n`);
process.stdout.write(`label-mentions: ${rows.length} notes, data/mentions.csv\n`);
