import { expect, test } from 'vitest';
import { caseLeakCertificate } from './case-leak-certificate.ts';
import type { PhenotypeCase } from './phenotype-case.ts';

const one = (id: string, pmid: string, observed: readonly number[]): PhenotypeCase => ({
  id,
  patient: `${pmid} ${id}`,
  site: pmid,
  pmid,
  sex: 'unknown',
  observed: Int32Array.from(observed),
  excluded: Int32Array.of(),
  truths: ['OMIM:1'],
  genes: [],
  notes: [],
});

const cited = new Map([['OMIM:1', new Set(['PMID:9'])]]);

test('cases of other papers, with other terms, that the knowledge does not cite, are clean', () => {
  const question = {
    development: [one('a', 'PMID:1', [1, 2, 3])],
    judged: [one('b', 'PMID:2', [1, 2, 4])],
    cited,
  };
  expect(caseLeakCertificate(question).verdict).toBe('clean');
});

test('finds the shared publication, the copied terms, the patient and the citation', () => {
  const development = [one('a', 'PMID:9', [1, 2, 3])];
  const certificate = caseLeakCertificate({ development, judged: [one('a', 'PMID:9', [1, 2, 3])], cited });
  expect(certificate.verdict).toBe('leak');
  expect(certificate.checks.map(({ check, verdict, offenders }) => [check, verdict, offenders])).toEqual([
    ['patients_across_partitions', 'leak', 1],
    ['publications_across_partitions', 'leak', 1],
    ['duplicate_term_sets', 'leak', 1],
    ['knowledge_cites_case', 'leak', 1],
  ]);
});

test('two common terms alike are no copy, and without publications the knowledge cannot be checked', () => {
  const { pmid: _, ...unpublished } = one('b', 'PMID:2', [1, 2]);
  const certificate = caseLeakCertificate({
    development: [one('a', 'PMID:1', [1, 2])],
    judged: [unpublished],
    cited,
  });
  expect(certificate.verdict).toBe('incomplete');
  expect(certificate.checks[2]?.verdict).toBe('clean');
});
