import { canonicalJson, sha256 } from '@raredx/tables';
import type { PackInput } from '../pack-input.ts';
import { withheldSites } from './shareable-rows.ts';
import { type SitePseudonyms, sitePseudonyms } from './site-pseudonyms.ts';
import { siteCounts, siteSets } from './table-one-counts.ts';

interface Site {
  readonly patients: number;
  readonly events: number;
}

function sizesOf({ evidence, tableOne }: PackInput): ReadonlyMap<string, Site> {
  const sizes = new Map<string, Site>();
  for (const { site, patients, events } of tableOne?.sites ?? []) sizes.set(site, { patients, events });
  for (const { site, patients, events } of evidence.rows)
    if (site !== null && (sizes.get(site)?.patients ?? -1) < patients) sizes.set(site, { patients, events });
  return sizes;
}

export interface NamedSites {
  readonly withheld: ReadonlySet<string>;
  readonly names: SitePseudonyms;
}

/**
 * Which sites a copy for sharing withholds, and its names of all. Numbered by size, which stands beside each name: an
 * order of the names themselves would be a key to them for who knows the centres. Sites of one size, and those withheld,
 * which come last, are ordered by a hash of name and predictions, which no reader outside has.
 */
export function namedSites(input: PackInput): NamedSites {
  const { evidence, tableOne } = input;
  const withheld = withheldSites(evidence.rows, siteCounts(tableOne, siteSets(tableOne, evidence.rows)));
  const order = [...sizesOf(input)].map(([site, { patients, events }]) => ({
    site,
    rank: withheld.has(site) ? [1, 0, 0] : [0, -patients, -events],
    hash: sha256(canonicalJson({ site, provenance: evidence.provenance })),
  }));
  order.sort(
    (a, b) =>
      a.rank.reduce((order, value, i) => order || value - b.rank[i]!, 0) || (a.hash < b.hash ? -1 : 1),
  );
  return { withheld, names: sitePseudonyms(order.map(({ site }) => site)) };
}
