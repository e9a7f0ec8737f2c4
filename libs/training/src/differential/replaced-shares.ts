import type { ClosedProfile } from '../ranking/closed-profile.ts';
import type { TermShares } from '../ranking/term-shares.ts';

/** The shares of the candidates of `places`, taken out of the columns by term. */
export function sharesOfCandidates(
  { offsets, candidate, share }: TermShares,
  places: ReadonlySet<number>,
): Map<number, Map<number, number>> {
  const found = new Map([...places].map((place) => [place, new Map<number, number>()]));
  for (let term = 0; term + 1 < offsets.length; term += 1) {
    for (let at = offsets[term]; at < offsets[term + 1]; at += 1)
      found.get(candidate[at])?.set(term, share[at]);
  }
  return found;
}

/** Shares with those of some candidates replaced, or new ones behind the last; the background is that of all. */
export function replacedShares(
  old: TermShares,
  replaced: ReadonlyMap<number, ClosedProfile>,
  candidates: number,
): TermShares {
  const terms = old.offsets.length - 1;
  const entries: (readonly [number, number])[][] = Array.from({ length: terms }, () => []);
  for (const [place, shares] of [...replaced].sort((a, b) => a[0] - b[0]))
    for (const [term, value] of shares) entries[term].push([place, value]);
  const offsets = new Int32Array(terms + 1);
  const candidate: number[] = [];
  const share: number[] = [];
  const background = new Float32Array(terms);
  const put = (term: number, place: number, value: number) => {
    candidate.push(place);
    share.push(value);
    background[term] += value / candidates;
  };
  for (let term = 0; term < terms; term += 1) {
    const fresh = entries[term];
    let next = 0;
    for (let at = old.offsets[term]; at < old.offsets[term + 1]; at += 1) {
      const place = old.candidate[at];
      for (; next < fresh.length && fresh[next][0] <= place; next += 1) put(term, ...fresh[next]);
      if (!replaced.has(place)) put(term, place, old.share[at]);
    }
    for (; next < fresh.length; next += 1) put(term, ...fresh[next]);
    offsets[term + 1] = candidate.length;
  }
  return { offsets, candidate: Int32Array.from(candidate), share: Float32Array.from(share), background };
}
