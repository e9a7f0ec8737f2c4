import { closedTerms, listAt, type Ontology } from '@raredx/ontology';
import type { PatientQuery } from '../ranking/case-ranker.ts';
import { type CandidateShares, shareAt } from './candidate-shares.ts';

/** What one finding says about one candidate. Terms are places in the ontology. */
export interface FindingEvidence {
  readonly term: number;
  /** The term of the profile that explains it: itself or one above it; null where nothing does. */
  readonly through: number | null;
  /** The share of the candidate's patients who have that term, and of all candidates'. */
  readonly share: number;
  readonly background: number;
}

export interface CandidateEvidence {
  /** Observed findings commoner in this disease than in general, the most telling first. */
  readonly for: readonly FindingEvidence[];
  /** Observed findings that it does not explain, and absent ones that most of its patients have. */
  readonly against: readonly FindingEvidence[];
  /** Frequent features that nobody has reported present or absent, the most telling first: worth a look. */
  readonly missing: readonly FindingEvidence[];
}

export interface EvidenceOptions {
  /** The weight of a match that is only a more general term. */
  readonly general?: number;
  /** From this share on a feature is expected. */
  readonly expected?: number;
  readonly mostMissing?: number;
}

const telling = ({ share, background }: FindingEvidence): number => share / background;

/** Which findings speak for a candidate, which against it, and which are missing. */
export function candidateEvidence(
  ontology: Ontology,
  shares: CandidateShares,
  {
    place,
    query,
    general = 0.1,
    expected = 0.5,
    mostMissing = 10,
  }: EvidenceOptions & { readonly place: number; readonly query: PatientQuery },
): CandidateEvidence {
  const found = Array.from(query.observed, (term) => explained(ontology, shares, { place, term, general }));
  const speaks = (one: FindingEvidence) => one.through !== null && telling(one) * weightOf(one, general) > 1;
  const absent = Array.from(query.excluded ?? [], (term) => own(shares, place, term)).filter(
    ({ share }) => share >= expected,
  );
  return {
    for: found
      .filter(speaks)
      .sort((a, b) => telling(b) * weightOf(b, general) - telling(a) * weightOf(a, general)),
    against: [...found.filter((one) => !speaks(one)), ...absent],
    missing: missing(ontology, shares, { place, query, expected }).slice(0, mostMissing),
  };
}

const weightOf = ({ term, through }: FindingEvidence, general: number): number =>
  through === term ? 1 : general;

const own = (shares: CandidateShares, place: number, term: number): FindingEvidence => ({
  term,
  through: term,
  share: shareAt(shares, place, term),
  background: shares.background[term],
});

function explained(
  ontology: Ontology,
  shares: CandidateShares,
  { place, term, general }: { readonly place: number; readonly term: number; readonly general: number },
): FindingEvidence {
  let best: FindingEvidence = { term, through: null, share: 0, background: shares.background[term] };
  let most = 0;
  for (const above of listAt(ontology.ancestors, term)) {
    const [share, background] = [shareAt(shares, place, above), shares.background[above]];
    const ratio = background > 0 ? ((above === term ? 1 : general) * share) / background : 0;
    if (ratio <= most) continue;
    most = ratio;
    best = { term, through: above, share, background };
  }
  return best;
}

/** Expected features without answer; of a term and one above it the more special one. */
function missing(
  ontology: Ontology,
  shares: CandidateShares,
  {
    place,
    query,
    expected,
  }: { readonly place: number; readonly query: PatientQuery; readonly expected: number },
): FindingEvidence[] {
  const answered = new Set(closedTerms(ontology, query.observed));
  const absent = new Set(query.excluded ?? []);
  const open: number[] = [];
  for (let at = shares.offsets[place]; at < shares.offsets[place + 1]; at += 1) {
    const term = shares.term[at];
    if (shares.share[at] < expected || answered.has(term)) continue;
    if (listAt(ontology.ancestors, term).some((above) => absent.has(above))) continue;
    open.push(term);
  }
  const covered = new Set(
    open.flatMap((term) => [...listAt(ontology.ancestors, term)].filter((above) => above !== term)),
  );
  return open
    .filter((term) => !covered.has(term))
    .map((term) => own(shares, place, term))
    .sort((a, b) => telling(b) - telling(a) || a.term - b.term);
}
