import type { PhenotypeCase } from '@raredx/cohort';
import type { Ontology } from '@raredx/ontology';
import type { TableOne, TableOneRow } from '@raredx/tables';
import { studyAttributes } from './case-attributes.ts';
import type { PhenotypeStudy } from './phenotype-study.ts';

const titles = {
  sex: 'Sex',
  age: 'Age at last encounter, years',
  terms: 'Observed findings',
  organ: 'Organ system of most findings',
  exposure: 'Development cases of the disease',
} as const;

/** Levels in the order in which a reader expects them; others by their number of cases. */
const ordered = [
  '<1',
  '1-5',
  '6-17',
  '18-39',
  '40+',
  '0',
  '1-2',
  '1-4',
  '3-4',
  '5-9',
  '5-19',
  '10-19',
  '20+',
];

/** Who the cases are, by cohort; the number of diagnoses in place of events. */
export function caseTableOne(study: PhenotypeStudy, ontology: Ontology): TableOne {
  const attributesOf = studyAttributes(study, ontology);
  const cohorts = (
    [
      ['development', study.development],
      ['external', study.external],
      ['few-shot', study.newest],
    ] as const
  ).map(([site, cases]) => ({ site, cases, attributes: cases.map(attributesOf) }));
  return {
    sites: cohorts.map(({ site, cases }) => ({
      ...{ site, patients: cases.length },
      events: cases.filter(({ truths }: PhenotypeCase) => truths.length > 0).length,
    })),
    rows: Object.entries(titles).flatMap(([variable, title]) => rowsOf(variable, title, cohorts)),
  };
}

interface Cohort {
  readonly site: string;
  readonly attributes: readonly Readonly<Record<string, string>>[];
}

function rowsOf(variable: string, title: string, cohorts: readonly Cohort[]): TableOneRow[] {
  const counts = cohorts.map(({ attributes }) => {
    const found = new Map<string, number>();
    for (const one of attributes) {
      const level = one[variable] ?? 'unknown';
      found.set(level, (found.get(level) ?? 0) + 1);
    }
    return found;
  });
  const total = (level: string) => counts.reduce((sum, found) => sum + (found.get(level) ?? 0), 0);
  const place = (level: string) => (level === 'unknown' ? 99 : ordered.indexOf(level));
  const levels = [...new Set(counts.flatMap((found) => [...found.keys()]))].sort(
    (a, b) => place(a) - place(b) || total(b) - total(a) || (a < b ? -1 : 1),
  );
  return levels.map((level) => ({
    ...{ variable, title, unit: null, level, kind: 'categorical' as const, smd: null },
    cells: cohorts.map(({ site, attributes }, at) => {
      const count = counts[at]?.get(level) ?? 0;
      const percent = attributes.length === 0 ? 0 : (100 * count) / attributes.length;
      const text = `${count.toLocaleString('en-US')} (${percent.toFixed(1)} %)`;
      return { site, text, count, percent, median: null, lowerQuartile: null, upperQuartile: null };
    }),
  }));
}
