import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The order of the page; a file `<part>.mjs` here that exports `measure` and is not named stands at the end. */
const order = ['steps', 'nested-cv', 'episodes', 'feature-extraction'];

const place = (name) => (order.includes(name) ? order.indexOf(name) : order.length);

/** Names of the parts that are there: every file of this folder that exports `measure`. */
export const partNames = () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  return readdirSync(folder)
    .filter(
      (file) =>
        file.endsWith('.mjs') &&
        /^export (async )?(function|const) measure\b/m.test(readFileSync(`${folder}/${file}`, 'utf8')),
    )
    .map((file) => file.replace(/\.mjs$/, ''))
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
};
