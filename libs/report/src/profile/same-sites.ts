import { type GroupCounts, isSmall, numbersOf } from './small-cell.ts';

/** Counts by group of one breakdown: sites, or the levels of an attribute, of one place. */
export type Groups = ReadonlyMap<string, GroupCounts>;

const difference = (a: number | null | undefined, b: number | null | undefined) =>
  a == null || b == null ? null : a - b;

export const minus = (a: GroupCounts, b: GroupCounts): GroupCounts => ({
  patients: a.patients - b.patients,
  events: difference(a.events, b.events),
  nonEvents: difference(a.nonEvents, b.nonEvents),
  otherSamples: difference(a.otherSamples, b.otherSamples),
});

export const tells = (counts: GroupCounts) => numbersOf(counts).some((count) => isSmall(Math.abs(count)));

const isSame = (a: GroupCounts, b: GroupCounts) =>
  numbersOf(minus(a, b)).every((count) => Math.abs(count) < 1e-6);

export interface SameSites {
  /** Names in the later copy, each with that in the earlier one, where the counts are the very same. */
  readonly unmoved: ReadonlyMap<string, string>;
  /** Names in the earlier copy of all others. */
  readonly moved: readonly string[];
  /** The names that a site of the later copy may have had. */
  readonly before: (name: string) => readonly string[];
}

/** Names are numbers by size, so that one name need not be one site in two copies: of the very same counts it is. */
export function sameSites(before: Groups, after: Groups): SameSites {
  const left = new Map(before);
  const unmoved = new Map<string, string>();
  for (const [name, counts] of after) {
    const equal = [...left].filter(([, one]) => isSame(counts, one)).map(([other]) => other);
    const same = equal.includes(name) ? name : equal[0];
    if (same === undefined) continue;
    left.delete(same);
    unmoved.set(name, same);
  }
  const moved = [...left.keys()];
  return { unmoved, moved, before: (name) => (unmoved.has(name) ? [unmoved.get(name)!] : moved) };
}
