import { type GroupCounts, isSmall, numbersOf } from './small-cell.ts';

/** The groups of one attribute in one place where a pack prints them beside their total. */
export type Breakdown = ReadonlyMap<string, GroupCounts>;

const sum = (parts: readonly GroupCounts[], of: (part: GroupCounts) => number | null) =>
  parts.some((part) => of(part) !== null) ? parts.reduce((total, part) => total + (of(part) ?? 0), 0) : null;

/** All withheld groups of a place together: what a reader gets by taking the others from the total. */
export function restOf(breakdown: Breakdown, withheld: ReadonlySet<string>): GroupCounts {
  const parts = [...breakdown].filter(([name]) => withheld.has(name)).map(([, counts]) => counts);
  return {
    patients: parts.reduce((total, { patients }) => total + patients, 0),
    events: sum(parts, ({ events }) => events),
    nonEvents: sum(parts, ({ nonEvents }) => nonEvents),
    otherSamples: sum(parts, ({ otherSamples = null }) => otherSamples),
  };
}

/**
 * Groups to be withheld wherever the attribute is broken down: those with a small number anywhere, and as many of the
 * next smallest as it takes that no total less the groups shown gives a small number. Never one alone.
 */
export function withheldGroups(breakdowns: readonly Breakdown[]): ReadonlySet<string> {
  const sizes = new Map<string, number>();
  for (const breakdown of breakdowns)
    for (const [name, { patients }] of breakdown) sizes.set(name, (sizes.get(name) ?? 0) + patients);
  const withheld = new Set<string>();
  for (const breakdown of breakdowns)
    for (const [name, counts] of breakdown) if (numbersOf(counts).some(isSmall)) withheld.add(name);
  if (withheld.size === 0) return withheld;
  const bySize = [...sizes].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
  const betrayed = () => breakdowns.some((breakdown) => numbersOf(restOf(breakdown, withheld)).some(isSmall));
  for (const name of bySize) {
    if (!betrayed()) break;
    withheld.add(name);
  }
  return withheld;
}
