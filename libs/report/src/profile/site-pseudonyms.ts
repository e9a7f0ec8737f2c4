/** Names of sites in the order given become `site 1`, `site 2`, …: in fields that hold a site, and in running text. */
export interface SitePseudonyms {
  readonly of: (site: string) => string;
  /**
   * A text with every site's name replaced, however it is written: `Sant'Anna`, `SANT ANNA`, and `auroc-sant-anna` of an
   * id, which becomes `auroc-site-1`. Names of one or two characters, and words that name no centre, are left, as they
   * occur in any text.
   */
  readonly inText: (text: string) => string;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '');
const german: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** A letter as it is, without its accent, and as it is written where there are none. */
function letter(char: string): string {
  const ways = [char, char.normalize('NFD'), plain(char), german[char.toLowerCase()] ?? char];
  const different = [...new Set(ways)].map(escaped);
  return different.length === 1 ? different[0]! : `(?:${different.join('|')})`;
}

/** Between the words of a name stands whatever an id or a sentence puts there; nothing at all only in long names. */
function patternOf(site: string): string {
  const words = site
    .normalize('NFC')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const gap = words.join('').length > 3 ? '[^\\p{L}\\p{N}]{0,3}' : '[^\\p{L}\\p{N}]{1,3}';
  return words.map((word) => [...word].map(letter).join('')).join(gap);
}

/** In an id the words are joined as the id joins its own. */
function joined(pseudonym: string, before: string, after: string): string {
  const joint = /[-_]$/.exec(before)?.[0] ?? /^[-_]/.exec(after)?.[0];
  return joint === undefined ? pseudonym : pseudonym.replace(' ', joint);
}

/** Words that name no centre, and that the pack says of other things. */
const everyday =
  /^(?:all|none|other|others|unknown|missing|yes|no|sites?|cent(?:er|re)s?|hospitals?|clinics?|patients?|samples?|events?|internal|external|development|tuning|test)$/iu;

export function sitePseudonyms(sites: readonly string[]): SitePseudonyms {
  const names = new Map(sites.map((site, i) => [site, `site ${i + 1}`]));
  const long = [...names]
    .filter(([site]) => site.length > 2 && /[\p{L}\p{N}]/u.test(site) && !everyday.test(site))
    .sort(([a], [b]) => b.length - a.length);
  const pattern =
    long.length === 0
      ? null
      : new RegExp(
          `(?<![\\p{L}\\p{N}])(?:${long.map(([site]) => `(${patternOf(site)})`).join('|')})(?![\\p{L}\\p{N}])`,
          'giu',
        );
  const replaced = (text: string, found: RegExp) =>
    text.replace(found, (match: string, ...rest: (string | number | undefined)[]) => {
      const which = rest.slice(0, long.length).findIndex((group) => group !== undefined);
      const at = rest[long.length] as number;
      return joined(long[which]![1], text.slice(0, at), text.slice(at + match.length));
    });
  return {
    of: (site) => names.get(site) ?? 'another site',
    inText: (text) => (pattern === null ? text : replaced(text, pattern)),
  };
}
