import type { PhenotypeCase } from '@raredx/cohort';
import type { Ontology } from '@raredx/ontology';
import { organSystemOf } from './organ-system.ts';
import type { PhenotypeStudy } from './phenotype-study.ts';

const years = (days: number): number => days / 365.25;

const ageBand = (days: number | undefined): string => {
  if (days === undefined) return 'unknown';
  const age = years(days);
  return age < 1 ? '<1' : age < 6 ? '1-5' : age < 18 ? '6-17' : age < 40 ? '18-39' : '40+';
};

const termBand = (terms: number): string =>
  terms < 3 ? '1-2' : terms < 5 ? '3-4' : terms < 10 ? '5-9' : terms < 20 ? '10-19' : '20+';

/** The attributes by which cases are judged in groups. */
export const caseAttributes = (one: PhenotypeCase): Readonly<Record<'sex' | 'age' | 'terms', string>> => ({
  sex: one.sex,
  age: ageBand(one.ageDays),
  terms: termBand(one.observed.length),
});

/** The same with the organ system, and how many development cases the disease has. */
export function studyAttributes({ exposure }: Pick<PhenotypeStudy, 'exposure'>, ontology: Ontology) {
  const organ = organSystemOf(ontology);
  const band = (seen: number) => (seen === 0 ? '0' : seen < 5 ? '1-4' : seen < 20 ? '5-19' : '20+');
  return (one: PhenotypeCase): Readonly<Record<string, string>> => ({
    ...caseAttributes(one),
    organ: organ(one.observed),
    exposure: band(Math.max(0, ...one.truths.map((id) => exposure.get(id) ?? 0))),
  });
}
