import { closedTerms, type Knowledge, listAt } from '@raredx/ontology';
import type { CaseRanker } from './case-ranker.ts';
import { closedProfile } from './closed-profile.ts';
import { diseaseProfiles } from './disease-profile.ts';
import { rowRanker } from './row-ranker.ts';
import { informationContent, sharedInformationRows } from './shared-information-rows.ts';
import { termSharesOf } from './term-shares.ts';

const describe = ({ ontology, annotations }: Knowledge, candidates: readonly string[]) => {
  const profiles = diseaseProfiles(annotations, candidates);
  const shares = termSharesOf(
    profiles.map((profile) => closedProfile(ontology, profile)),
    ontology.ids.length,
  );
  return { profiles, shares, information: informationContent(shares, candidates.length) };
};

/**
 * Resnik, patient to disease: the information of the best shared ancestor, summed over the observed terms.
 *
 * @see Resnik P. Using information content to evaluate semantic similarity in a taxonomy. IJCAI 1995:448-453
 */
export function resnikRanker(knowledge: Knowledge, candidates: readonly string[]): CaseRanker {
  const { shares, information } = describe(knowledge, candidates);
  return rowRanker('resnik', {
    candidates,
    rowOf: sharedInformationRows(knowledge.ontology, shares, information),
  });
}

/**
 * Best-match average of Resnik similarities, both ways: half the mean over the patient's terms, half the mean over the
 * disease's.
 *
 * @see Köhler S et al. Clinical diagnostics in human genetics with semantic similarity searches in ontologies. AJHG
 * 2009;85:457-464
 */
export function bestMatchRanker(knowledge: Knowledge, candidates: readonly string[]): CaseRanker {
  const { ontology } = knowledge;
  const { profiles, shares, information } = describe(knowledge, candidates);
  const forward = rowRanker('forward', {
    candidates,
    rowOf: sharedInformationRows(ontology, shares, information),
  });
  const described = [...new Set(profiles.flatMap(({ terms }) => [...terms]))];
  const [held, best] = [new Uint8Array(ontology.ids.length), new Float32Array(ontology.ids.length)];
  return {
    name: 'best-match-average',
    candidates,
    score(query, into) {
      forward.score(query, into);
      held.fill(0);
      for (const term of closedTerms(ontology, query.observed)) held[term] = 1;
      for (const term of described) {
        best[term] = 0;
        for (const above of listAt(ontology.ancestors, term)) {
          if (held[above] === 1 && information[above] > best[term]) best[term] = information[above];
        }
      }
      profiles.forEach(({ terms }, place) => {
        let back = 0;
        for (const term of terms) back += best[term];
        into[place] = (into[place] / query.observed.length + back / Math.max(1, terms.length)) / 2;
      });
    },
  };
}

/**
 * Graph information content: the information of what the two closures share, over that of what either holds.
 *
 * @see Pesquita C et al. Metrics for GO based protein semantic similarity. BMC Bioinformatics 2008;9(Suppl 5):S4
 */
export function graphInformationRanker(knowledge: Knowledge, candidates: readonly string[]): CaseRanker {
  const { ontology } = knowledge;
  const { shares, information } = describe(knowledge, candidates);
  const { offsets, candidate } = shares;
  const held = new Float32Array(candidates.length);
  for (let term = 0; term + 1 < offsets.length; term += 1) {
    for (let at = offsets[term]; at < offsets[term + 1]; at += 1) held[candidate[at]] += information[term];
  }
  return {
    name: 'graph-information',
    candidates,
    score({ observed }, into) {
      into.fill(0);
      let asked = 0;
      for (const term of closedTerms(ontology, observed)) {
        asked += information[term];
        for (let at = offsets[term]; at < offsets[term + 1]; at += 1)
          into[candidate[at]] += information[term];
      }
      for (let place = 0; place < into.length; place += 1) {
        into[place] /= Math.max(1e-9, asked + held[place] - into[place]);
      }
    },
  };
}
