import type { Flow, FlowStep } from '@raredx/tables';
import { rulePasses } from './eligible-cohort.ts';
import type { Cohort } from './load-cohort.ts';

/**
 * Who was left out and why: the declared eligibility rules in order, a column for each site or named group of sites.
 * Patients are counted, not rows; a patient leaves with the last of their rows.
 *
 * @param cohort all rows, before `eligibleCohort`
 * @param groups for instance `{ development: ['NWTS-3'], external: ['NWTS-4'] }`; default: each site by itself
 */
export function attrition(cohort: Cohort, groups?: Readonly<Record<string, readonly string[]>>): Flow {
  const sites = [...new Set(cohort.site)].sort();
  const asked = Object.entries(groups ?? Object.fromEntries(sites.map((site) => [site, [site]])));
  return {
    cohorts: asked.map(([name, members]) => ({ cohort: name, steps: stepsOf(cohort, new Set(members)) })),
  };
}

function stepsOf(cohort: Cohort, sites: ReadonlySet<string>): FlowStep[] {
  let rows = [...cohort.site.keys()].filter((row) => sites.has(cohort.site[row] as string));
  let patients = patientsIn(cohort, rows);
  const steps: FlowStep[] = [{ step: 'in the data set', patients, excluded: 0, reason: null }];
  for (const rule of cohort.dataset.eligibility) {
    rows = rows.filter(rulePasses(cohort, rule));
    const left = patientsIn(cohort, rows);
    const excluded = patients - left;
    steps.push({ step: rule.step, patients: left, excluded, reason: excluded > 0 ? rule.reason : null });
    patients = left;
  }
  return steps;
}

function patientsIn(cohort: Cohort, rows: readonly number[]): number {
  return new Set(rows.map((row) => cohort.patientId[row])).size;
}
