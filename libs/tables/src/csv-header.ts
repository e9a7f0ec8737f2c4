/**
 * The names in the first record of a CSV text (comma, double quotes doubled inside quotes).
 *
 * @example csvHeader('"id","a ""b"""\n1,2\n') // => ['id', 'a "b"']
 */
export function csvHeader(text: string): string[] {
  const names: string[] = [];
  let name = '';
  let quoted = false;
  for (let i = text.startsWith('\uFEFF') ? 1 : 0; i < text.length; i++) {
    const character = text[i];
    if (quoted && character === '"' && text[i + 1] === '"') {
      name += '"';
      i++;
    } else if (character === '"') quoted = !quoted;
    else if (quoted) name += character;
    else if (character === ',') {
      names.push(name);
      name = '';
    } else if (character === '\n' || character === '\r') break;
    else name += character;
  }
  return [...names, name];
}
