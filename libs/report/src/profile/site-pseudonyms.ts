/** Names of sites in the order given become `site 1`, `site 2`, …: in fields that hold a site, and in running text. */
export interface SitePseudonyms {
  readonly of: (site: string) => string;
  /** A text with every site's name replaced; names of one or two characters are left, as they occur in any text. */
  readonly inText: (text: string) => string;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export function sitePseudonyms(sites: readonly string[]): SitePseudonyms {
  const names = new Map(sites.map((site, i) => [site, `site ${i + 1}`]));
  const long = [...names.keys()].filter((site) => site.length > 2).sort((a, b) => b.length - a.length);
  const pattern =
    long.length === 0
      ? null
      : new RegExp(`(?<![\\p{L}\\p{N}])(?:${long.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'gu');
  return {
    of: (site) => names.get(site) ?? 'another site',
    inText: (text) => (pattern === null ? text : text.replace(pattern, (site) => names.get(site) ?? site)),
  };
}
