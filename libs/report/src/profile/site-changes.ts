import { type Groups, minus, sameSites, tells } from './same-sites.ts';
import type { GroupCounts } from './small-cell.ts';

/** Beyond, there are too many ways in which sites could be the same for one of them not to tell. */
const mostMoved = 6;

const without = (total: GroupCounts, groups: readonly GroupCounts[]) => groups.reduce(minus, total);

/** One for each number of as many bits as there are items. */
const subsets = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  Array.from({ length: 2 ** items.length }, (_, bits) => items.filter((_item, i) => (bits >> i) & 1));

/**
 * Whether two totals and their sites, nobody knowing which site is which, give a small count: what the sites of one copy
 * leave of its total against what as many of the other leave, or less the sites that only the other shows.
 */
export function sitesTell(
  before: { readonly total: GroupCounts; readonly groups: Groups },
  after: { readonly total: GroupCounts; readonly groups: Groups },
): boolean {
  const { unmoved: same, moved } = sameSites(before.groups, after.groups);
  const earlier = moved.map((name) => before.groups.get(name)!);
  const later = [...after.groups].filter(([name]) => !same.has(name)).map(([, counts]) => counts);
  if (Math.max(earlier.length, later.length) > mostMoved) return true;
  const unmoved = [...same.keys()].map((name) => after.groups.get(name)!);
  const totals = { before: without(before.total, unmoved), after: without(after.total, unmoved) };
  const [some, others] = [subsets(earlier), subsets(later)];
  return (
    others.some((a) =>
      some.some(
        (b) => a.length === b.length && tells(minus(without(totals.after, a), without(totals.before, b))),
      ),
    ) ||
    some.some((b) => tells(without(without(totals.after, later), b))) ||
    others.some((a) => tells(without(without(totals.before, earlier), a)))
  );
}
