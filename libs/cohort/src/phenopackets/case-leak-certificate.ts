import type { LeakCertificate, LeakCheck } from '@raredx/tables';
import type { PhenotypeCase } from './phenotype-case.ts';

/** The two sides that must not know of each other, and what the knowledge in use was built from. */
export interface CaseLeakQuestion {
  /** Cases that were learned or tuned from; empty for a ranker that has seen no case. */
  readonly development: readonly PhenotypeCase[];
  readonly judged: readonly PhenotypeCase[];
  /** Of a disease id, the publications that the knowledge in use cites for it: `publicationsOf` of the ontology. */
  readonly cited: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Sets this small are alike by chance. */
const tellingTerms = 3;

const found = (check: string, examined: number, offenders: number, said: [string, string]): LeakCheck => ({
  check,
  verdict: offenders > 0 ? 'leak' : 'clean',
  examined,
  offenders,
  message: offenders > 0 ? `${offenders} ${said[0]}` : said[1],
});

const shared = (
  check: string,
  question: CaseLeakQuestion,
  keyOf: (one: PhenotypeCase) => string | undefined,
) => {
  const learned = new Set(question.development.map(keyOf).filter((key) => key !== undefined));
  const judged = new Set(question.judged.map(keyOf).filter((key) => key !== undefined));
  const both = [...judged].filter((key) => learned.has(key)).length;
  return { check, examined: new Set([...learned, ...judged]).size, both };
};

const patients = (question: CaseLeakQuestion): LeakCheck => {
  const { check, examined, both } = shared('patients_across_partitions', question, ({ patient }) => patient);
  return found(check, examined, both, ['patients are on both sides', 'no patient is on both sides']);
};

/** A publication is a family, a series or a laboratory: its cases resemble each other beyond their disease. */
const publications = (question: CaseLeakQuestion): LeakCheck => {
  const { check, examined, both } = shared('publications_across_partitions', question, ({ pmid }) => pmid);
  return found(check, examined, both, ['publications are on both sides', 'no publication is on both sides']);
};

const signature = ({ observed, excluded, truths }: PhenotypeCase): string | undefined =>
  observed.length < tellingTerms ? undefined : `${observed.join()}|${excluded.join()}|${truths.join()}`;

const duplicates = (question: CaseLeakQuestion): LeakCheck => {
  const learned = new Set(question.development.map(signature).filter((key) => key !== undefined));
  const offenders = question.judged.filter((one) => learned.has(signature(one) ?? '')).length;
  return found('duplicate_term_sets', question.judged.length, offenders, [
    'judged cases have the terms and diagnosis of a case learned from',
    'no judged case has the terms and diagnosis of a case learned from',
  ]);
};

/** True where the knowledge cites the case's own publication for the case's own disease. */
export const isCited = ({ pmid, truths }: PhenotypeCase, cited: CaseLeakQuestion['cited']): boolean =>
  pmid !== undefined && truths.some((truth) => cited.get(truth)?.has(pmid));

const knowledge = ({ judged, cited }: CaseLeakQuestion): LeakCheck => {
  const named = judged.filter(({ pmid, truths }) => pmid !== undefined && truths.length > 0);
  const check = 'knowledge_cites_case';
  if (named.length === 0) {
    const message = 'no judged case names both its publication and its diagnosis';
    return { check, verdict: 'not_checked', examined: 0, offenders: 0, message };
  }
  const offenders = named.filter((one) => isCited(one, cited)).length;
  return found(check, named.length, offenders, [
    'judged cases are cited by the knowledge base for the very disease that is asked for',
    'the knowledge base cites no judged case for its disease',
  ]);
};

/**
 * Looks for ways by which a judged case could have been known beforehand: its patient, its publication, its exact terms,
 * or its own paper among the sources of the knowledge base. `leak` when one check finds one.
 */
export function caseLeakCertificate(question: CaseLeakQuestion): LeakCertificate {
  const checks = [patients, publications, duplicates, knowledge].map((check) => check(question));
  const has = (verdict: LeakCheck['verdict']) => checks.some((check) => check.verdict === verdict);
  return {
    verdict: has('leak') ? 'leak' : has('not_checked') ? 'incomplete' : 'clean',
    splitFingerprint: '',
    checks,
  };
}
