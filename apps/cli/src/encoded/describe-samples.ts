import { datasetCard } from '@raredx/cohort';
import type { DatasetFacts } from '@raredx/report';
import type { Flow, FlowStep, TableOne, TableOneRow } from '@raredx/tables';
import type { Samples } from './samples.ts';
import type { Study } from './study.ts';

/** Patients from what was named to what is learned from and judged, by cohort. */
export function flowOf({ samples, units, y, development, external }: Study): Flow {
  const patients = (rows: ArrayLike<number>) =>
    new Set(Array.from(rows, (row) => units[row as number] as string)).size;
  const sites = (rows: Uint32Array) => new Set(Array.from(rows, (row) => samples.site[row]));
  const side = (cohort: string, rows: Uint32Array) => {
    const own = sites(rows);
    const named = Array.from({ length: samples.rows }, (_, row) => row).filter((row) =>
      own.has(samples.site[row] as string),
    );
    const classed = named.filter((row) => (y[row] as number) >= 0);
    return { cohort, steps: stepsOf(patients(named), patients(classed)) };
  };
  return {
    cohorts: [side('development', development), ...(external.length > 0 ? [side('external', external)] : [])],
  };
}

function stepsOf(named: number, classed: number): FlowStep[] {
  return [
    { step: 'named with a picture or text', patients: named, excluded: 0, reason: null },
    {
      step: 'with a class that is learned',
      patients: classed,
      excluded: named - classed,
      reason: named === classed ? null : 'no label, or one that is not learned',
    },
  ];
}

/**
 * Patients of each site by class and declared attributes; a patient with several classes counts in each. Events are those of
 * the outcome, of more than two classes those of the rarest.
 */
export function tableOneOf({ samples, units, y, classes, development, external }: Study): TableOne {
  const rows = [...development, ...external];
  const sites = [...new Set(rows.map((row) => samples.site[row] as string))].sort();
  const patientsAt = (site: string, has: (row: number) => boolean) =>
    new Set(rows.filter((row) => samples.site[row] === site && has(row)).map((row) => units[row])).size;
  const ofClass = (site: string, code: number) => patientsAt(site, (at) => y[at] === code);
  const row = (variable: string, level: string, has: (at: number) => boolean): TableOneRow => ({
    ...{ variable, title: variable, level, unit: null, kind: 'categorical', smd: null },
    cells: sites.map((site) => {
      const count = patientsAt(site, has);
      const percent = (100 * count) / patientsAt(site, () => true);
      return {
        ...{ site, count, percent, median: null, lowerQuartile: null, upperQuartile: null },
        text: `${count} (${percent.toFixed(1)} %)`,
      };
    }),
  });
  return {
    sites: sites.map((site) => ({
      site,
      patients: patientsAt(site, () => true),
      events:
        classes.length === 2 ? ofClass(site, 1) : Math.min(...classes.map((_, code) => ofClass(site, code))),
    })),
    rows: [
      ...classes.map((name, code) => row('class', name, (at) => y[at] === code)),
      ...Object.entries(samples.attributes).flatMap(([name, values]) =>
        [...new Set(rows.map((at) => values[at] as string))]
          .sort()
          .map((level) => row(name, level, (at) => values[at] === level)),
      ),
    ],
  };
}

/** What the pack says of the data: its card where there is one, else the manifest. */
export function dataFactsOf(samples: Samples, folder: string | null): DatasetFacts {
  const modality = samples.kind === 'images' ? 'image' : 'text';
  if (folder === null) {
    const unsaid = { licence: null, citation: null, period: null, columns: [] };
    return { name: samples.where, title: samples.where, source: 'not declared', modality, ...unsaid };
  }
  const { name, title, source, licence, citation = null } = datasetCard(folder);
  return { name, title, source, licence, citation, period: null, modality, columns: [] };
}
