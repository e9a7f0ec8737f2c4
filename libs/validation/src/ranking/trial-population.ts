import { type Trials, textAt } from '@raredx/tables';

/** The cases of one model under one condition, a place a case; draws of a case side by side. */
export interface TrialPopulation {
  readonly measure: string;
  readonly condition: string;
  readonly model: string;
  readonly partition: string;
  readonly cases: readonly string[];
  readonly patients: readonly string[];
  readonly sites: readonly string[];
  readonly diseases: readonly string[];
  readonly groups: readonly string[];
  readonly values: readonly (readonly number[])[];
  readonly draws: number;
  readonly candidateCount: number;
}

/** Populations of a trials table in the order of their first rows. */
export function trialPopulations(table: Trials): TrialPopulation[] {
  const keyed = [table.measure, table.condition, table.model, table.partition];
  const found = new Map<string, Map<string, number[]>>();
  for (let row = 0; row < table.rows; row += 1) {
    const key = keyed.map(({ codes }) => codes[row]).join(':');
    const cases = found.get(key) ?? new Map<string, number[]>();
    found.set(key, cases);
    // one case may lie in different groups by draw: a start from which the record does, or does not, suffice
    const own = `${table.caseId.codes[row]}:${table.group.codes[row]}`;
    const rows = cases.get(own);
    if (rows) rows.push(row);
    else cases.set(own, [row]);
  }
  return [...found.values()].map((cases) => populationOf(table, [...cases.values()]));
}

function populationOf(table: Trials, cases: readonly (readonly number[])[]): TrialPopulation {
  const first = cases.map(([row]) => row as number);
  const text = (column: Trials['caseId']) => first.map((row) => textAt(column, row));
  const [start] = first as [number];
  return {
    measure: textAt(table.measure, start),
    condition: textAt(table.condition, start),
    model: textAt(table.model, start),
    partition: textAt(table.partition, start),
    cases: text(table.caseId),
    patients: text(table.patientId),
    sites: text(table.site),
    diseases: text(table.disease),
    groups: text(table.group),
    values: cases.map((rows) => rows.map((row) => table.value[row] as number)),
    draws: Math.max(...cases.map((rows) => rows.length)),
    candidateCount: table.candidateCount[start] as number,
  };
}
