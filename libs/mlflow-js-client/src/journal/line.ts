import { hash } from 'node:crypto';

/** What the first line is chained to. */
export const chainStart = '0'.repeat(32);

const opening = '{"hash":"';
const middle = '","op":';
const bodyAt = opening.length + 32 + middle.length;

const chained = (previous: string, body: string): string =>
  hash('sha256', previous + body, 'hex').slice(0, 32);

/**
 * One line of a journal: `{"hash":…,"op":…}`, the hash taken over the line before and this one's text, so that an
 * edited, removed or moved line shows.
 */
export function encodeLine(value: unknown, previous: string): { text: string; hash: string } {
  const body = JSON.stringify(value);
  const own = chained(previous, body);
  return { text: `${opening}${own}${middle}${body}}\n`, hash: own };
}

/** The value and hash of a line without its newline; undefined where it is not what was written after `previous`. */
export function decodeLine(line: string, previous: string): { value: unknown; hash: string } | undefined {
  const own = line.slice(opening.length, opening.length + 32);
  const body = line.slice(bodyAt, -1);
  const shaped =
    line.startsWith(opening) && line.startsWith(middle, opening.length + 32) && line.endsWith('}');
  if (!shaped || chained(previous, body) !== own) return undefined;
  return { value: JSON.parse(body), hash: own };
}
