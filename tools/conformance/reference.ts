import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../run/workspace-files.mjs';

/** What a fixture holds: each file has a shape of its own, known to the comparison that reads it. */
export type Json = ReturnType<typeof JSON.parse>;

/** A committed file of reference numbers. */
export interface Reference {
  /** From the root. */
  readonly path: string;
  readonly content: Json;
}

export function reference(lib: 'stats' | 'metrics' | 'validation', name: string): Reference {
  const path = `libs/${lib}/fixtures/${name}.json`;
  return { path, content: JSON.parse(readFileSync(join(root, path), 'utf8')) };
}

const languageOf = (tool: string) => tool.replace(/^R version ([\d.]+).*/, 'R $1');

const named = (packages: readonly string[], language: string) =>
  packages.length > 0 ? `${packages.join(', ')} (${language})` : `base ${language}`;

/**
 * Who made the numbers, with versions. Some files name one package, some all that took part: `of` picks among these.
 */
export function madeBy({ content }: Reference, of?: string): string {
  if (content.versions === undefined) {
    const packages = content.package === 'base' ? [] : [of ?? content.package];
    return named(packages, languageOf(content.tool));
  }
  const { R, python, ...packages } = content.versions as Record<string, string>;
  const base = R ? `R ${R}` : `Python ${python}`;
  const names = of === undefined ? Object.keys(packages) : [of];
  return named(
    names.flatMap((name) => (packages[name] ? [`${name} ${packages[name]}`] : [])),
    base,
  );
}
